namespace Assessment.Evidence;

/// <summary>Judges a file that came in by what it is, not by what it is called. Nothing in it is run, opened or written anywhere.</summary>
public static class FileInspection
{
    public static FileVerdict Inspect(string originalName, Stream content, InspectionPolicy policy)
        => Inspect(originalName, content, policy, new UnpackBudget(policy), depth: 0);

    /// <summary>The verdict on a file that is one too many in its mail: kept, and left to a person.</summary>
    public static FileVerdict TooMany(string originalName, int number, InspectionPolicy policy) => Verdict(
        originalName,
        new Finding(FileFormat.Unknown),
        Refusal.Hold("file-too-many", Placeholder.Of("number", number), Placeholder.Of("limit", policy.MaxFiles)));

    internal static FileVerdict Inspect(string name, Stream content, InspectionPolicy policy, UnpackBudget budget, int depth)
    {
        if (content.Length == 0)
        {
            return Verdict(name, new Finding(FileFormat.Empty), Refusal.Return("file-empty"));
        }

        if (content.Length > policy.MaxSize)
        {
            return Verdict(name, new Finding(FileFormat.Unknown), Refusal.Return("file-too-large", Placeholder.Of("size", content.Length), Placeholder.Of("limit", policy.MaxSize)));
        }

        var extension = ShownName.ExtensionOf(name);
        var finding = FileContent.Look(content, extension, policy, budget, depth);
        return Verdict(name, finding, Judge(finding, extension, policy), NameNotes(name, extension, finding.Format));
    }

    static Refusal? Judge(Finding finding, string extension, InspectionPolicy policy)
        => Protected(finding) ?? Mismatch(finding.Format, extension) ?? NotTaken(finding.Format, policy) ?? finding.Refusal ?? HeldFormat(finding.Format, policy);

    static Refusal? Protected(Finding finding) => finding.Format == FileFormat.ProtectedOffice ? Refusal.Return("file-encrypted") : null;

    static Refusal? Mismatch(FileFormat format, string extension)
    {
        var promised = FileFormats.Promised(extension);
        var isPlain = format is FileFormat.Text or FileFormat.Csv;
        var contradicts = promised is null ? isPlain && IsWord(extension) : promised != format && promised != FileFormat.OutlookAttachments;
        return contradicts ? Refusal.Return("file-mismatch", Placeholder.Of("extension", "." + extension), FileFormats.Named(format)) : null;
    }

    /// <summary>An extension that we do not know tells a program something; "v1.2" does not end in one.</summary>
    static bool IsWord(string extension) => extension.Length > 0 && char.IsAsciiLetter(extension[0]);

    static Refusal? NotTaken(FileFormat format, InspectionPolicy policy) => policy.Accepted.Contains(format) || policy.Held.Contains(format)
        ? null
        : Refusal.Return(
            "file-not-taken",
            FileFormats.Named(format),
            Placeholder.Of("accepted", string.Join(", ", policy.Accepted.Select(FileFormats.ShortName))));

    static Refusal? HeldFormat(FileFormat format, InspectionPolicy policy)
        => policy.Held.Contains(format) ? Refusal.Hold("file-held", FileFormats.Named(format)) : null;

    static IEnumerable<Finding.Note> NameNotes(string name, string extension, FileFormat format)
    {
        if (ShownName.IsMisleading(name))
        {
            yield return new("file-note-name");
        }

        if (FileFormats.Promised(extension) is null)
        {
            yield return new("file-note-extension", FileFormats.Named(format));
        }
    }

    static FileVerdict Verdict(string name, Finding finding, Refusal? refusal, IEnumerable<Finding.Note>? notes = null)
    {
        var shown = Placeholder.Of("name", ShownName.Of(name));
        return new(
            refusal?.Decision ?? FileDecision.Accepted,
            finding.Format,
            refusal is null ? null : new FileRemark(refusal.Key, [shown, .. refusal.Values]),
            [.. finding.Notes.Concat(notes ?? []).Select(note => new FileRemark(note.Key, [shown, .. note.Values]))]);
    }
}
