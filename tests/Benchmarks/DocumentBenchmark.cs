using System.Diagnostics;
using System.Globalization;
using Assessment.Evidence;
using Assessment.Submission;

namespace Assessment.Benchmarks;

/// <summary>A document of many recommendations and many files of evidence, written several times in one process.</summary>
static class DocumentBenchmark
{
    const int Recommendations = 40;
    const int Files = 2_000;
    static readonly DateTimeOffset At = new(2025, 1, 31, 9, 0, 0, TimeSpan.FromHours(8));
    static readonly string[] Pillars = ["Prosecution", "Protection", "Prevention", "Partnership"];

    public static async Task<int> Run(int times)
    {
        var content = Content();
        var head = new LedgerHead(1, new string('0', 64));
        for (var time = 1; time <= times; time++)
        {
            using var output = new MemoryStream();
            var watch = Stopwatch.StartNew();
            await SubmissionDocument.Write(content, head, output);
            Console.WriteLine(FormattableString.Invariant($"document of {Recommendations} recommendations and {Files} files, run {time}: {watch.Elapsed.TotalSeconds:0.00} s, {output.Length >> 10} kB, working set {Environment.WorkingSet >> 20} MB"));
        }

        return 0;
    }

    static SubmissionContent Content() => new()
    {
        CycleId = "benchmark",
        CycleTitle = "Benchmark",
        RoundId = "annual",
        RoundTitle = "Annual",
        From = new DateOnly(2024, 4, 1),
        To = new DateOnly(2025, 3, 31),
        Version = 1,
        PreparedAt = At,
        TimeZone = "Asia/Kuala_Lumpur",
        Secretariat = "Secretariat",
        Contact = "Secretariat",
        Illustrative = true,
        Recommendations = [.. Enumerable.Range(1, Recommendations).Select(Recommendation)],
        Evidence = [.. Enumerable.Range(1, Files).Select(File)],
        SignOffs = [],
        Gaps = [],
    };

    static string Code(int number) => $"R{number.ToString("00", CultureInfo.InvariantCulture)}";

    static string Number(int file) => $"E-{file.ToString("0000", CultureInfo.InvariantCulture)}";

    static SubmittedRecommendation Recommendation(int number) => new()
    {
        Code = Code(number),
        New = false,
        Text = "Do something that takes a sentence of the usual length to say.",
        Pillars = [Pillars[number % Pillars.Length]],
        Lead = "LEAD",
        Supporting = ["A", "B", "C"],
        Answers = [.. Enumerable.Range(1, 6).Select(answer => Answer(number, answer))],
        Figures = [.. Enumerable.Range(1, 5).Select(figure => Figure(number, figure))],
        Missing = [],
    };

    static SubmittedAnswer Answer(int recommendation, int number) => new()
    {
        Organisation = $"ORG{number}",
        OrganisationName = $"Organisation {number}",
        IsPartner = false,
        Narrative = string.Join('\n', Enumerable.Repeat("On 12 June 2024 the procedure was issued, and every office used it from the first of the next month.", 4)),
        Evidence = [.. Enumerable.Range(1, Files).Where(file => file % Recommendations == recommendation % Recommendations && file / Recommendations % 6 == number - 1).Select(Number)],
        ReceivedAt = At,
        AcceptedAt = At,
        AcceptedBy = "officer",
    };

    static SubmittedFigure Figure(int recommendation, int number) => new()
    {
        Organisation = "LEAD",
        Indicator = $"{Code(recommendation)}.{number}",
        Name = "Persons who were counted",
        LastYear = 100,
        Figure = new Figure
        {
            Indicator = $"{Code(recommendation)}.{number}",
            Value = 90 + recommendation,
            Unit = "persons",
            From = new DateOnly(2024, 4, 1),
            To = new DateOnly(2025, 3, 31),
            CutOff = new DateOnly(2025, 4, 1),
            Source = "Case register",
            Parts = [new Part("women", 45), new Part("men", 45 + recommendation)],
        },
    };

    static SubmittedEvidence File(int number) => new()
    {
        Number = Number(number),
        PackageName = $"evidence/{Number(number)}-file.pdf",
        OrganisationName = "Organisation",
        Recommendations = [Code((number % Recommendations) == 0 ? Recommendations : number % Recommendations)],
        IsLaw = number % 20 == 0,
        File = new EvidenceFile
        {
            Name = Number(number),
            OriginalName = "A file with a name of the usual length.pdf",
            Sha256 = new string('a', 64),
            Size = 123_456,
            MediaType = "application/pdf",
            MessageId = "message",
            Organisation = "ORG1",
            ReceivedAt = At,
        },
    };
}
