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

    /// <summary>The lines between the common beginning and the common end, with a line of context.</summary>
    internal static string Difference(string[] approved, string[] received)
    {
        var shorter = Math.Min(approved.Length, received.Length);
        var start = Enumerable.Range(0, shorter).TakeWhile(line => approved[line] == received[line]).Count();
        var end = Enumerable.Range(1, shorter - start).TakeWhile(line => approved[^line] == received[^line]).Count();
        var text = new StringBuilder().Append("line ").Append(start + 1).Append(":\n");
        text.AppendJoin("", approved[Math.Max(0, start - 1)..start].Select(line => $"  {line}\n"));
        text.AppendJoin("", approved[start..^end].Select(line => $"- {line}\n"));
        return text.AppendJoin("", received[start..^end].Select(line => $"+ {line}\n")).ToString();
    }
}
