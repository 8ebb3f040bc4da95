using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using PdfPage = UglyToad.PdfPig.Content.Page;

namespace Assessment.Evidence.PersonalData;

/// <summary>Reads the text, notes and properties of a PDF page by page. Pictures of text are named, not read.</summary>
static class PdfScan
{
    const int MostPages = 2_000;
    const int MostLetters = 20_000_000;

    public static string? Scan(byte[] content, Findings findings, CancellationToken cancellation)
    {
        using var document = PdfDocument.Open(content);
        if (document.NumberOfPages > MostPages)
            return $"The PDF has more than {MostPages} pages; ask for a shorter one.";

        ReadProperties(document, findings);
        var letters = 0;
        var pictures = new List<int>();
        for (var number = 1; number <= document.NumberOfPages && !findings.IsFull; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = document.GetPage(number);
            letters += page.Letters.Count;
            if (letters > MostLetters)
                return $"The PDF holds more than {MostLetters} letters; ask for a shorter one.";

            ReadPage(page, findings, pictures);
        }

        return document.Advanced.TryGetEmbeddedFiles(out var files) && files.Count > 0 ? "The PDF has other files attached that were not searched; ask for them by themselves."
            : pictures.Count > 0 ? $"Page {string.Join(", ", pictures.Take(10))} is a picture without text and cannot be searched; ask for the document itself, not a scan."
            : null;
    }

    static void ReadPage(PdfPage page, Findings findings, List<int> pictures)
    {
        var text = ContentOrderTextExtractor.GetText(page);
        findings.Read(new Segment($"page {page.Number}", text));
        if (string.IsNullOrWhiteSpace(text) && page.NumberOfImages > 0)
            pictures.Add(page.Number);

        var note = 0;
        foreach (var annotation in page.GetAnnotations())
            findings.Read(new Segment($"page {page.Number}, note {++note}", $"{annotation.Content} {annotation.Name}"));
    }

    static void ReadProperties(PdfDocument document, Findings findings)
    {
        findings.ReadAuthor("metadata author", document.Information.Author);
        findings.Read(new Segment("metadata title", document.Information.Title ?? ""));
        findings.Read(new Segment("metadata subject", document.Information.Subject ?? ""));
        findings.Read(new Segment("metadata keywords", document.Information.Keywords ?? ""));
        if (document.TryGetXmpMetadata(out var xmp))
            findings.Read(new Segment("metadata XMP", xmp.GetXDocument().ToString()));
    }
}
