using System.Xml;

namespace Assessment.Evidence;

/// <summary>DOCX, XLSX and PPTX: a ZIP whose list of content types names the main part.</summary>
static class OfficeContent
{
    const string TypesName = "[Content_Types].xml";
    const string RelationshipsName = "_rels/.rels";
    const int LongestList = 1024 * 1024;

    static readonly (string Type, FileFormat Format)[] MainParts =
    [
        ("wordprocessingml.document.main+xml", FileFormat.Docx),
        ("wordprocessingml.template.main+xml", FileFormat.Docx),
        ("ms-word.document.macroenabled.main+xml", FileFormat.Docx),
        ("ms-word.template.macroenabledtemplate.main+xml", FileFormat.Docx),
        ("spreadsheetml.sheet.main+xml", FileFormat.Xlsx),
        ("spreadsheetml.template.main+xml", FileFormat.Xlsx),
        ("ms-excel.sheet.macroenabled.main+xml", FileFormat.Xlsx),
        ("ms-excel.template.macroenabled.main+xml", FileFormat.Xlsx),
        ("presentationml.presentation.main+xml", FileFormat.Pptx),
        ("presentationml.slideshow.main+xml", FileFormat.Pptx),
        ("ms-powerpoint.presentation.macroenabled.main+xml", FileFormat.Pptx),
        ("ms-powerpoint.slideshow.macroenabled.main+xml", FileFormat.Pptx),
    ];

    public static bool IsOne(ZipListing listing) => listing.Parts.Any(part => part.Name == TypesName);

    public static Finding Look(ZipListing listing, InspectionPolicy policy, UnpackBudget budget)
    {
        if (MainPart(listing, policy, budget) is not { } main)
        {
            return new Finding(FileFormat.Zip, Refusal.Broken(FileFormat.Zip));
        }

        if (listing.HasMore || listing.Parts.All(part => part.Name != main.Name))
        {
            return Finding.Broken(main.Format);
        }

        var links = 0;
        foreach (var part in listing.Parts.Where(part => !part.IsFolder))
        {
            if (RefusalOf(listing, part, part.Name == main.Name, main.Format, policy, budget, ref links) is { } refusal)
            {
                return new Finding(main.Format, refusal);
            }
        }

        return new Finding(main.Format, HasMacros(listing, main.Type) ? Refusal.Hold("file-macros") : null)
        {
            Notes = links > 0 ? [new("file-note-links", Placeholder.Of("count", links))] : [],
        };
    }

    static Refusal? RefusalOf(ZipListing listing, ZipPart part, bool isMain, FileFormat format, InspectionPolicy policy, UnpackBudget budget, ref int links)
    {
        if (part.IsEncrypted || !part.IsReadable)
        {
            return part.IsEncrypted ? Refusal.Return("file-encrypted") : Refusal.Broken(format);
        }

        var isRead = isMain || part.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);
        using var unpacked = isRead ? new MemoryStream() : Stream.Null;
        var mostBytes = isRead ? policy.MaxSize : policy.MaxUnpacked;
        if (ZipContent.RefusalOf(listing.Unpack(part, unpacked, mostBytes, policy, budget), format, mostBytes, policy) is { } refusal)
        {
            return refusal;
        }

        if (isRead)
        {
            var outside = OutsideLinks(unpacked);
            links += outside ?? 0;
            return outside is null ? Refusal.Broken(format) : null;
        }

        return null;
    }

    static bool HasMacros(ZipListing listing, string mainType) => mainType.Contains("macroenabled", StringComparison.Ordinal)
        || listing.Parts.Any(part => part.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase));

    static (string Name, string Type, FileFormat Format)? MainPart(ZipListing listing, InspectionPolicy policy, UnpackBudget budget)
    {
        var types = listing.Parts.First(part => part.Name == TypesName);
        using var list = new MemoryStream();
        if (types.IsEncrypted || !types.IsReadable || listing.Unpack(types, list, LongestList, policy, budget) != Unpacked.Whole)
        {
            return null;
        }

        (string? Name, string Type, FileFormat Format)? main = null;
        var isWhole = Elements(list, element =>
        {
            var type = element.GetAttribute("ContentType")?.ToLowerInvariant() ?? "";
            var known = Array.Find(MainParts, part => type.EndsWith(part.Type, StringComparison.Ordinal));
            if (main is null && known.Type is not null)
            {
                main = (element.GetAttribute("PartName")?.TrimStart('/'), type, known.Format);
            }
        });

        // Some programs give the main part's type as that of every .xml; then only the relationships name the part.
        return isWhole && main is var (name, kind, format) && (name ?? MainTarget(listing, policy, budget)) is { } found ? (found, kind, format) : null;
    }

    /// <summary>The part that the file's own relationships name as the document.</summary>
    static string? MainTarget(ZipListing listing, InspectionPolicy policy, UnpackBudget budget)
    {
        using var content = new MemoryStream();
        if (listing.Parts.FirstOrDefault(part => part.Name == RelationshipsName) is not { IsEncrypted: false, IsReadable: true } relationships
            || listing.Unpack(relationships, content, LongestList, policy, budget) != Unpacked.Whole)
        {
            return null;
        }

        string? target = null;
        var isWhole = Elements(content, element => target ??= element.GetAttribute("Type")?.EndsWith("/officeDocument", StringComparison.Ordinal) == true
            ? element.GetAttribute("Target")?.TrimStart('/')
            : null);
        return isWhole ? target : null;
    }

    /// <summary>How many relationships lead out of the file, links that a reader clicks not counted; null for what is no XML.</summary>
    static int? OutsideLinks(Stream content)
    {
        var count = 0;
        var isWhole = Elements(content, element =>
        {
            var leadsOut = element.LocalName == "Relationship"
                && element.GetAttribute("TargetMode") == "External"
                && element.GetAttribute("Type")?.EndsWith("/hyperlink", StringComparison.Ordinal) != true;
            count += leadsOut ? 1 : 0;
        });
        return isWhole ? count : null;
    }

    static bool Elements(Stream content, Action<XmlReader> see)
    {
        content.Position = 0;
        try
        {
            // No document types: entities that grow or reach out are refused as damage.
            using var reader = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = false });
            while (reader.Read())
            {
                if (reader.NodeType == XmlNodeType.Element)
                {
                    see(reader);
                }
            }

            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
