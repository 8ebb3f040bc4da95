using System.Xml;
using DocumentFormat.OpenXml.Packaging;

namespace Assessment.Evidence.PersonalData;

/// <summary>What Word and Excel files have in common: properties, pictures, embedded files, and the parts that nobody looks into.</summary>
static class OfficeParts
{
    public static void ReadProperties(OpenXmlPackage document, Findings findings)
    {
        var properties = document.PackageProperties;
        findings.ReadAuthor("metadata author", properties.Creator);
        findings.ReadAuthor("metadata last modified by", properties.LastModifiedBy);
        (string Name, string? Value)[] texts =
        [
            ("title", properties.Title), ("subject", properties.Subject), ("description", properties.Description),
            ("keywords", properties.Keywords), ("category", properties.Category), ("status", properties.ContentStatus),
        ];
        foreach (var (name, value) in texts)
            findings.Read(new Segment($"metadata {name}", value ?? ""));
    }

    /// <summary>Parts that have no reading of their own: charts, drawings, custom XML, pivot caches, properties of the application.</summary>
    public static void ReadOthers(OpenXmlPackage document, IReadOnlySet<OpenXmlPart> known, Findings findings)
    {
        foreach (var part in document.GetAllParts().Where(part => !known.Contains(part)).OrderBy(part => part.Uri.OriginalString, StringComparer.Ordinal))
        {
            if (part is ImagePart)
                ReadPicture(part, findings);
            else if (IsXml(part))
                ReadText(part, findings);
        }
    }

    /// <summary>A sentence if files lie inside that were not read.</summary>
    public static string? Embedded(OpenXmlPackage document) =>
        document.GetAllParts().Any(part => part is EmbeddedPackagePart or EmbeddedObjectPart or VbaProjectPart or AlternativeFormatImportPart or EmbeddedControlPersistenceBinaryDataPart)
            ? "The file holds an embedded file or macros that cannot be searched; ask for it without them, and for the embedded file by itself."
            : null;

    /// <summary>Links of a part lead somewhere: mailto: to a person.</summary>
    public static void ReadLinks(OpenXmlPartContainer part, string where, Findings findings)
    {
        foreach (var link in part.HyperlinkRelationships.OrderBy(link => link.Id, StringComparer.Ordinal))
            findings.Read(new Segment($"{where}link {link.Id}", Uri.UnescapeDataString(link.Uri.OriginalString)));
    }

    static bool IsXml(OpenXmlPart part) => part.ContentType.EndsWith("xml", StringComparison.Ordinal) && part is not (StyleDefinitionsPart or ThemePart or FontTablePart or WorkbookStylesPart or CoreFilePropertiesPart);

    static void ReadPicture(OpenXmlPart part, Findings findings)
    {
        using var stream = part.GetStream(FileMode.Open, FileAccess.Read);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        Pictures.Scan(bytes.ToArray(), $"picture {Path.GetFileName(part.Uri.OriginalString)} ", findings);
    }

    /// <summary>Text between tags, and the values that pivot tables keep in attributes.</summary>
    static void ReadText(OpenXmlPart part, Findings findings)
    {
        using var stream = part.GetStream(FileMode.Open, FileAccess.Read);
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var where = part.Uri.OriginalString.TrimStart('/');
        var number = 0;
        while (!findings.IsFull && reader.Read())
        {
            var text = reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? reader.Value : reader.NodeType == XmlNodeType.Element ? reader.GetAttribute("v") : null;
            if (text is { Length: > 5 })
                findings.Read(new Segment($"{where} ({++number})", text));
        }
    }
}
