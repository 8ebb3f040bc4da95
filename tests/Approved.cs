using System.Globalization;
using System.Text;

namespace Assessment.Tests;

/// <summary>Compares text with an approved file of the repository. What differs is written beside it as *.received.txt, to be looked at and renamed.</summary>
static class Approved
{
    public static void Matches(string received, params string[] approvedPath)
    {
        var approvedFile = Repository.PathTo(approvedPath);
        var receivedFile = approvedFile.Replace(".approved.", ".received.", StringComparison.Ordinal);
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile) : "";
        if (string.Equals(approved, received, StringComparison.Ordinal))
        {
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail($"{string.Join('/', approvedPath)} is not what was received (- approved, + received).\n"
            + Difference(approved.Split('\n'), received.Split('\n'))
            + $"To approve it: mv {receivedFile} {approvedFile}");
    }

    /// <summary>The lines that only one side has, with their number there, around the longest text that both have.</summary>
    internal static string Difference(string[] approved, string[] received)
    {
        var common = CommonLines(approved, received);
        var text = new StringBuilder();
        for (int a = 0, r = 0; a < approved.Length || r < received.Length;)
        {
            if (a < approved.Length && r < received.Length && approved[a] == received[r])
            {
                a++;
                r++;
            }
            else if (r == received.Length || (a < approved.Length && common[a + 1, r] >= common[a, r + 1]))
            {
                text.Append(CultureInfo.InvariantCulture, $"{a + 1,5} - {approved[a++]}\n");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{r + 1,5} + {received[r++]}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>How many lines are common to what follows each pair of places.</summary>
    static int[,] CommonLines(string[] approved, string[] received)
    {
        var common = new int[approved.Length + 1, received.Length + 1];
        for (var a = approved.Length - 1; a >= 0; a--)
        {
            for (var r = received.Length - 1; r >= 0; r--)
            {
                common[a, r] = approved[a] == received[r] ? common[a + 1, r + 1] + 1 : Math.Max(common[a + 1, r], common[a, r + 1]);
            }
        }

        return common;
    }
}
