using System.Text;

namespace Assessment.Evidence;

/// <summary>What may be a name in the evidence store, wherever that store is.</summary>
public static class EvidenceName
{
    const int MaxLength = 900;
    const int MaxSegmentBytes = 250;

    public static void Check(string name)
    {
        if (name.Length > MaxLength || !name.Split('/').All(IsSegment))
            throw new ArgumentException(
                $"'{name}' is no name for evidence: folders and a file with / between them, no folder '.' or '..', "
                + $"no \\ or control characters, at most {MaxSegmentBytes} bytes a part and {MaxLength} characters in all.");
    }

    // A blob store drops a dot at the end of a folder, and some file systems a blank.
    static bool IsSegment(string segment) => segment.Length > 0
        && segment[^1] is not ('.' or ' ')
        && !segment.Any(character => character == '\\' || char.IsControl(character))
        && Encoding.UTF8.GetByteCount(segment) <= MaxSegmentBytes;
}
