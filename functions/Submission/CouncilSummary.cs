using System.Globalization;
using Assessment.Cycle;
using Assessment.Mail;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using static Assessment.Submission.WordElements;

namespace Assessment.Submission;

/// <summary>Writes a short summary in Malay for the council. It stays with the round and is no part of the package that leaves the country.</summary>
public static class CouncilSummary
{
    const string Title = "Ringkasan untuk Majlis";
    const string IllustrativeNotice = "Contoh ilustrasi. Semua jawapan, angka, fail dan nama dalam dokumen ini adalah rekaan.";

    public static async Task Write(SubmissionContent content, Stream output)
    {
        using var written = new MemoryStream();
        using (var document = WordprocessingDocument.Create(written, WordprocessingDocumentType.Document, autoSave: false))
            Fill(document, content);

        await OfficePackage.Repack(written, output);
    }

    static void Fill(WordprocessingDocument document, SubmissionContent content)
    {
        var header = new Header(Paragraph("Header", Run($"{Title} · {content.RoundTitle}\t"), Run("Untuk kegunaan Majlis sahaja", "Mark")));
        var footer = new Footer(Paragraph("Footer", [Run($"{content.Secretariat} · Versi {content.Version}\tMuka surat "), Field("PAGE"), Run(" daripada "), Field("NUMPAGES")]));
        var main = WordFrame.Begin(document, CoreProperties.Of(content, $"{content.CycleTitle}: {Title}", "ms"), header, footer, "ms-MY");
        main.Document = new Document(new Body([.. BodyOf(content, new WordOutline(eachOnNewPage: false)), WordFrame.Section()]));
        document.Save();
    }

    static IEnumerable<OpenXmlElement> BodyOf(SubmissionContent content, WordOutline outline) =>
    [
        Paragraph("Title", Title),
        Paragraph("Subtitle", content.CycleTitle),
        .. content.Illustrative ? [Paragraph("Notice", IllustrativeNotice)] : Array.Empty<Paragraph>(),
        Facts(FactsOf(content)),
        .. Standing(content, outline),
        .. KeyFigures(content, outline),
        .. Gaps(content, outline),
    ];

    static (string Name, string Value)[] FactsOf(SubmissionContent content)
    {
        var answers = content.Recommendations.Sum(recommendation => recommendation.Answers.Count);
        return
        [
            ("Pusingan", content.RoundTitle),
            ("Tempoh pelaporan", $"{Day(content.From)} – {Day(content.To)}"),
            ("Disediakan", Day(content.PreparedAt, content.TimeZone)),
            ("Perkara penambahbaikan", Number(content.Recommendations.Count)),
            ("Maklum balas disertakan", $"{Number(answers)} daripada {Number(answers + content.Recommendations.Sum(recommendation => recommendation.Missing.Count))}"),
            ("Fail bukti", Number(content.Evidence.Count)),
            ("Kementerian yang telah menandatangani", Number(content.SignOffs.Count)),
            ("Pengesahan Majlis", content.Endorsement is { } endorsement ? $"Disahkan oleh {endorsement.EndorsedBy} pada {Day(endorsement.EndorsedAt, content.TimeZone)}" : "Belum disahkan"),
        ];
    }

    static IEnumerable<OpenXmlElement> Standing(SubmissionContent content, WordOutline outline) =>
    [
        outline.Heading(1, "Kedudukan setiap perkara"),
        Table(
            [800, 4664, 1300, 1300, 1800], ["Kod", "Perkara penambahbaikan", "Peneraju", ">Diterima", "Status"],
            content.Recommendations.Select(recommendation => Row(
                Cell(recommendation.Code),
                Cell(Paragraph("Cell", [Run(recommendation.TextMs ?? recommendation.Text), .. recommendation.New ? [Run(" Baharu", "Mark")] : Array.Empty<Run>()])),
                Cell(recommendation.Lead),
                Cell($"{recommendation.Answers.Count} / {recommendation.Answers.Count + recommendation.Missing.Count}", "CellRight"),
                Cell(StatusOf(recommendation))))),
    ];

    static string StatusOf(SubmittedRecommendation recommendation) => (recommendation.Answers.Count, recommendation.Missing.Count) switch
    {
        (0, _) => "Belum dijawab",
        (_, > 0) => "Dijawab sebahagian",
        _ when recommendation.Answers.All(answer => answer.NothingToReport is not null) => "Tiada untuk dilaporkan",
        _ => "Dijawab",
    };

    /// <summary>One figure for each recommendation: the first that can stand beside last year's.</summary>
    static IEnumerable<OpenXmlElement> KeyFigures(SubmissionContent content, WordOutline outline)
    {
        var lines = content.Supplements is null
            ? content.Recommendations.Select(recommendation => IndicatorLine.Of(recommendation).FirstOrDefault(line => line.Change is not null)).OfType<IndicatorLine>().ToList()
            : [];
        return lines.Count == 0 ? [] :
        [
            outline.Heading(1, "Angka utama"),
            Paragraph("Normal",
                $"Angka tahun ini meliputi {Day(content.From)} hingga {Day(content.To)}; angka tahun lalu meliputi setahun penuh sebelumnya. "
                + "Nama petunjuk adalah seperti dalam dokumen bahasa Inggeris."),
            Table(
                [1000, 4264, 1500, 1500, 1600], ["Petunjuk", "Nama", ">Tahun ini", ">Tahun lalu", ">Beza"],
                lines.Select(line => Row(
                    Cell(line.Indicator), Cell(Paragraph("Cell", line.Name), Paragraph("CellSmall", line.Unit)),
                    Cell(Paragraph("CellRight", Run(Shown.Number(line.Now), "Strong"))), Cell(Shown.Number(line.Before), "CellRight"),
                    Cell(Shown.ChangeText(line.Change, line.Before), "CellRight")))),
        ];
    }

    static IEnumerable<OpenXmlElement> Gaps(SubmissionContent content, WordOutline outline)
    {
        List<Paragraph> gaps =
        [
            .. content.Recommendations.SelectMany(recommendation => recommendation.Missing.Select(missing =>
                Paragraph("Bullet", Run($"{recommendation.Code}, {missing.OrganisationName} ({missing.Organisation}): ", "Strong"), Run("maklum balas tidak disertakan.")))),
            .. content.Recommendations.SelectMany(recommendation => recommendation.Figures).Where(figure => figure.Figure.Value is null).Select(figure =>
                Paragraph("Bullet", Run($"{figure.Indicator}, {figure.Organisation}: ", "Strong"), Run(NotAvailable(figure.Figure.PlannedBy)))),
        ];
        return
        [
            outline.Heading(1, "Apa yang belum ada"),
            .. gaps.Count == 0 ? [Paragraph("Normal", "Semua yang diminta telah disertakan.")] : gaps,
            Paragraph("Small", "Sebab bagi setiap satu dinyatakan dalam dokumen bahasa Inggeris."),
        ];
    }

    static string NotAvailable(DateOnly? planned) => planned is { } day ? $"angka tidak tersedia; dirancang pada {Day(day)}." : "angka tidak tersedia; tiada tarikh dirancang.";

    static string Day(DateOnly day) => Texts.Day(Language.Ms, day);

    static string Day(DateTimeOffset at, string zone) => Day(Zone.Of(zone).DayOf(at));

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
