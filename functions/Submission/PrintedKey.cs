using System.Security.Cryptography;
using System.Xml;
using DocumentFormat.OpenXml;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>The public key of a package as its document prints it, so that whoever has only the paper can check the package.</summary>
public sealed record PrintedKey(string Fingerprint, string PublicKey)
{
    const string MainPart = "word/document.xml";
    const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const string FingerprintMark = "b_key_fingerprint";
    const string PublicKeyMark = "b_public_key";

    public static PrintedKey Of(ECDsa key) => new(SigningKey.Fingerprint(key), Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));

    internal IEnumerable<OpenXmlElement> Lines(WordOutline outline) =>
    [
        Paragraph("KeyLabel", "SHA-256 of the public key (fingerprint):"),
        Paragraph("CellHash", [.. Bookmarked(FingerprintMark, outline.NextId(), Run(Fingerprint))]),
        Paragraph("KeyLabel", "Public key (SubjectPublicKeyInfo of ECDSA on P-256, DER in Base64):"),
        Paragraph("CellHash", [.. Bookmarked(PublicKeyMark, outline.NextId(), Run(PublicKey))]),
    ];

    /// <summary>The key that a document prints, or null. The text between the two ends of a bookmark is its value.</summary>
    /// <exception cref="InvalidDataException">The document cannot be read.</exception>
    public static PrintedKey? In(byte[] document)
    {
        try
        {
            var archive = new StoredZipReader(new MemoryStream(document));
            var main = archive.Entries.FirstOrDefault(entry => entry.Name == MainPart) ?? throw new InvalidDataException($"{SubmissionPackage.Document} is no Word document.");
            using var reader = XmlReader.Create(archive.Open(main), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var marked = Marked(reader);
            return marked.TryGetValue(FingerprintMark, out var fingerprint) && marked.TryGetValue(PublicKeyMark, out var key) ? new PrintedKey(fingerprint, key) : null;
        }
        catch (XmlException fault)
        {
            throw new InvalidDataException($"{SubmissionPackage.Document} cannot be read: {fault.Message}", fault);
        }
    }

    static Dictionary<string, string> Marked(XmlReader reader)
    {
        var marked = new Dictionary<string, string>(StringComparer.Ordinal);
        string? open = null;
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != Main)
                continue;

            switch (reader.LocalName)
            {
                case "bookmarkStart" when reader.GetAttribute("name", Main) is FingerprintMark or PublicKeyMark:
                    open = reader.GetAttribute("name", Main)!;
                    marked[open] = "";
                    break;
                case "bookmarkEnd":
                    open = null;
                    break;
                case "t" when open is not null:
                    marked[open] += reader.ReadString();
                    break;
            }
        }

        return marked;
    }
}
