using System.Text;

namespace Assessment.Cycle;

/// <summary>A file of the plan as text: UTF-8, with or without a byte order mark.</summary>
static class PlanText
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Bad bytes are reported and read as a replacement character, so that the rest of the file is still checked.</summary>
    public static string Decode(string file, byte[] content, PlanFaults faults)
    {
        try
        {
            return WithoutMark(Strict.GetString(content));
        }
        catch (DecoderFallbackException refused)
        {
            ReportBadByte(file, content, refused.Index, faults);
            return WithoutMark(Encoding.UTF8.GetString(content));
        }
    }

    static void ReportBadByte(string file, byte[] content, int index, PlanFaults faults)
    {
        var before = content.AsSpan(0, index);
        var line = before.Count((byte)'\n') + 1;
        var column = index - before.LastIndexOf((byte)'\n');
        faults.Error(new Place(file, line, column),
            $"Byte {index} (0x{content[index]:X2}) is not UTF-8.",
            "Save the file as UTF-8 (in Excel: 'CSV UTF-8').");
    }

    static string WithoutMark(string text) => text.StartsWith('\uFEFF') ? text[1..] : text;
}
