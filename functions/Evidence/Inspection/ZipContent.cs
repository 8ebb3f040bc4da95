namespace Assessment.Evidence;

/// <summary>Archives: an Office document is one too. Every part is unpacked once, into memory or into nothing, within the limits.</summary>
static class ZipContent
{
    /// <summary>A presentation with many pictures has some hundred parts.</summary>
    const int MostParts = 5000;

    /// <summary>What systems put into archives without being asked.</summary>
    static readonly string[] Litter = [".DS_Store", "Thumbs.db", "desktop.ini"];

    public static Finding Look(Stream content, string extension, InspectionPolicy policy, UnpackBudget budget, int depth)
    {
        var listing = ZipListing.Read(content, MostParts);
        if (listing is null || listing.Overlaps)
        {
            return Finding.Broken(PromisedArchive(extension));
        }

        if (OfficeContent.IsOne(listing))
        {
            return OfficeContent.Look(listing, policy, budget);
        }

        return listing.Parts is [{ Name: "mimetype" }, ..]
            ? new Finding(FileFormat.OpenDocument)
            : new Finding(FileFormat.Zip, RefusalOf(listing, policy, budget, depth + 1));
    }

    /// <summary>What a limit that was reached says about the archive; null while it is whole.</summary>
    public static Refusal? RefusalOf(Unpacked outcome, FileFormat format, long mostBytes, InspectionPolicy policy) => outcome switch
    {
        Unpacked.Whole => null,
        Unpacked.Broken => Refusal.Broken(format),
        Unpacked.TooLarge => Refusal.Return("file-zip-size", Placeholder.Of("limit", mostBytes)),
        Unpacked.OverBudget => Refusal.Return("file-zip-size", Placeholder.Of("limit", policy.MaxUnpacked)),
        Unpacked.TooDense => Refusal.Return("file-zip-ratio", Placeholder.Of("limit", policy.MaxRatio)),
        _ => throw new InvalidOperationException($"Nothing ends as {outcome}."),
    };

    static FileFormat PromisedArchive(string extension) => FileFormats.Promised(extension)
        is FileFormat.Docx or FileFormat.Xlsx or FileFormat.Pptx or FileFormat.OpenDocument ? FileFormats.Promised(extension)!.Value : FileFormat.Zip;

    static Refusal? RefusalOf(ZipListing listing, InspectionPolicy policy, UnpackBudget budget, int depth)
    {
        if (depth > policy.MaxNesting)
        {
            return Refusal.Return("file-zip-depth", Placeholder.Of("limit", policy.MaxNesting));
        }

        var files = listing.Parts.Where(part => !part.IsFolder && !IsLitter(part.Name)).ToList();
        if (files.Count == 0 && !listing.HasMore)
        {
            return Refusal.Return("file-zip-empty");
        }

        return listing.HasMore || files.Any(_ => !budget.TakeFile())
            ? Refusal.Return("file-zip-count", Placeholder.Of("limit", policy.MaxFiles))
            : files.Select(part => RefusalOf(listing, part, policy, budget, depth)).FirstOrDefault(refusal => refusal is not null);
    }

    static Refusal? RefusalOf(ZipListing listing, ZipPart part, InspectionPolicy policy, UnpackBudget budget, int depth)
    {
        if (part.IsEncrypted)
        {
            return Refusal.Return("file-encrypted");
        }

        if (!part.IsReadable)
        {
            return Refusal.Hold("file-zip-method", Placeholder.Of("part", ShownName.Of(part.Name)));
        }

        using var unpacked = new MemoryStream();
        if (RefusalOf(listing.Unpack(part, unpacked, policy.MaxSize, policy, budget), FileFormat.Zip, policy.MaxSize, policy) is { } refusal)
        {
            return refusal;
        }

        var verdict = FileInspection.Inspect(part.Name, unpacked, policy, budget, depth);
        return verdict.Reason is { } reason ? new Refusal(verdict.Decision, "file-zip-part", Placeholder.Of("reason", reason)) : null;
    }

    static bool IsLitter(string name) => name.StartsWith("__MACOSX/", StringComparison.Ordinal) || Litter.Contains(name[(name.LastIndexOf('/') + 1)..]);
}
