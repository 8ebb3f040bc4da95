using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Assessment.Host.Commands.CarryOver;

/// <summary>The words of one answer, under the heading that says whose they are.</summary>
sealed record SubmittedWords(string Code, string Heading)
{
    public string? Narrative { get; init; }

    public string? NothingToReport { get; init; }

    public bool IsOf(string organisation, string recommendation) =>
        Code == recommendation && (Heading == organisation || Heading.EndsWith($"({organisation})", StringComparison.Ordinal));
}

/// <summary>Reads the answers from the submission's document: nothing else in the package holds their words.</summary>
static class SubmittedAnswers
{
    /// <summary>In the order of the document. Paragraphs of an answer become lines of it.</summary>
    public static IReadOnlyList<SubmittedWords> In(byte[] document)
    {
        using var stream = new MemoryStream(document, writable: false);
        using var word = WordprocessingDocument.Open(stream, isEditable: false);
        var body = word.MainDocumentPart?.Document?.Body ?? throw new InvalidDataException("its document has no text.");
        var (code, isAnswer) = ("", false);
        var answers = new List<SubmittedWords>();
        foreach (var paragraph in body.Elements<Paragraph>())
        {
            switch (paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value)
            {
                case "Heading1" or "Heading3":
                    isAnswer = false;
                    break;
                case "Heading2":
                    (code, isAnswer) = (TextOf(paragraph).Split('\t')[0], false);
                    break;
                case "Heading4":
                    isAnswer = true;
                    answers.Add(new SubmittedWords(code, TextOf(paragraph.Elements<Run>().First())));
                    break;
                case "Normal" when isAnswer:
                    answers[^1] = With(answers[^1], paragraph);
                    break;
            }
        }

        return answers;
    }

    /// <summary>The reason for nothing to report stands after words in bold; a narrative has none.</summary>
    static SubmittedWords With(SubmittedWords answer, Paragraph paragraph)
    {
        var runs = paragraph.Elements<Run>().ToList();
        return runs is [{ RunProperties.RunStyle.Val.Value: "Strong" }, ..]
            ? answer with { NothingToReport = string.Concat(runs.Skip(1).Select(TextOf)) }
            : answer with { Narrative = answer.Narrative is { } before ? $"{before}\n{TextOf(paragraph)}" : TextOf(paragraph) };
    }

    static string TextOf(Paragraph paragraph) => string.Concat(paragraph.Elements<Run>().Select(TextOf));

    static string TextOf(Run run) => string.Concat(run.ChildElements.Select(TextOf));

    static string TextOf(OpenXmlElement element) => element switch
    {
        Text text => text.Text,
        TabChar => "\t",
        _ => "",
    };
}
