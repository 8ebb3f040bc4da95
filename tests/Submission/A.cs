using System.Globalization;
using System.Text;
using Assessment.Evidence;
using Assessment.Register;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

/// <summary>Submissions and ledgers for tests; every value is invented.</summary>
static class A
{
    public static readonly DateTimeOffset PreparedAt = new(2025, 1, 31, 9, 0, 0, TimeSpan.FromHours(8));

    public static SubmissionContent Submission(bool illustrative = true, IReadOnlyList<SubmittedEvidence>? evidence = null) => new()
    {
        CycleId = "my-tip-2025",
        CycleTitle = "Malaysia: Trafficking in Persons assessment 2024/25",
        RoundId = "annual",
        RoundTitle = "Annual submission",
        From = new DateOnly(2024, 4, 1),
        To = new DateOnly(2025, 3, 31),
        Version = 2,
        PreparedAt = PreparedAt,
        TimeZone = "Asia/Kuala_Lumpur",
        Secretariat = "NSO MAPO, Ministry of Home Affairs",
        Contact = "tip-secretariat@moha.example",
        Illustrative = illustrative,
        Recommendations = [Identification(), Coordination(), VictimServices(), CourtDelays()],
        Evidence = evidence ?? [File(1, "PDRM", "SOP victim screening.pdf", "R01"), File(2, "JIM", "Depot totals Q3 2024.xlsx", "R01", "N01"), File(3, "Tenaganita", "Service report.pdf", "N01")],
        SignOffs =
        [
            SignOff("KDN", "Ministry of Home Affairs", "Datuk Aminah binti Yusof", "my-tip-2025-annual-pdrm/R01", "my-tip-2025-annual-jim/R01", "my-tip-2025-annual-nso-mapo/R07"),
            SignOff("KPWKM", "Ministry of Women, Family and Community Development", "Dr Lim Siew Ling", "my-tip-2025-annual-kpwkm/N01"),
        ],
        Endorsement = new SubmittedEndorsement("Chair of the Council", PreparedAt.AddDays(-7)),
        Gaps = ["JTK Sabah did not answer R01: no reply by 24 January 2025.", "R05.1 (median days from charge to judgment) is not available."],
    };

    /// <summary>The least that can be submitted: nothing.</summary>
    public static SubmissionContent Nothing() => Submission() with { Recommendations = [], Evidence = [], SignOffs = [], Endorsement = null, Gaps = [], Illustrative = false };

    public static SubmittedAnswer Answer(string organisation, string name, string? narrative, string? nothing = null, bool partner = false, params string[] evidence) => new()
    {
        Organisation = organisation,
        OrganisationName = name,
        IsPartner = partner,
        Narrative = narrative,
        NothingToReport = nothing,
        Evidence = evidence,
        ReceivedAt = PreparedAt.AddDays(-25),
        AcceptedAt = PreparedAt.AddDays(-21).AddHours(3),
        AcceptedBy = "nur.aisyah",
    };

    public static SubmittedFigure Figure(string organisation, string indicator, string name, decimal? value, decimal? lastYear = null, string unit = "persons", params Part[] parts) => new()
    {
        Organisation = organisation,
        Indicator = indicator,
        Name = name,
        LastYear = lastYear,
        Figure = new Figure
        {
            Indicator = indicator,
            Value = value,
            Unit = unit,
            From = value is null ? null : new DateOnly(2024, 4, 1),
            To = value is null ? null : new DateOnly(2024, 12, 31),
            CutOff = value is null ? null : new DateOnly(2025, 1, 3),
            Source = value is null ? null : $"{organisation} case register",
            Parts = parts,
            NotAvailableBecause = value is null ? "the court registry does not record the date of charge" : null,
            PlannedBy = value is null ? new DateOnly(2025, 6, 30) : null,
        },
    };

    public static SubmittedEvidence File(int number, string organisation, string originalName, params string[] recommendations)
    {
        var content = ContentOf(number);
        var label = $"E-{number.ToString("0000", CultureInfo.InvariantCulture)}";
        return new SubmittedEvidence
        {
            Number = label,
            PackageName = $"evidence/{label}-{Assessment.Cycle.Slug.Of(Path.GetFileNameWithoutExtension(originalName))}{Path.GetExtension(originalName)}",
            OrganisationName = organisation,
            Recommendations = recommendations,
            File = new EvidenceFile
            {
                Name = $"my-tip-2025/{label}",
                OriginalName = originalName,
                Sha256 = Measure.Of(content).Sha256,
                Size = content.Length,
                MediaType = "application/octet-stream",
                MessageId = $"message-{number}",
                Organisation = organisation,
                ReceivedAt = PreparedAt.AddDays(-25 + number),
            },
        };
    }

    /// <summary>What <see cref="StoreOfFiles"/> has under the number; the same on every run.</summary>
    public static byte[] ContentOf(int number) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 40 * number).Select(line => $"line {line} of file {number}\n")));

    public static IReadOnlyList<LedgerEntry> Ledger(int length = 12)
    {
        var entries = new List<LedgerEntry>();
        for (var index = 0; index < length; index++)
        {
            entries.Add(LedgerChain.Next(
                entries.LastOrDefault(), PreparedAt.AddHours(index - length), index % 2 == 0 ? "ReplyFiled" : "ItemAccepted", $"my-tip-2025-annual-pdrm/R{index:00}",
                new LedgerDetails { Who = "nur.aisyah", What = $"Step {index} was taken.", Facts = new Dictionary<string, string> { ["version"] = $"{index}" } }));
        }

        return entries;
    }

    static SubmittedSignOff SignOff(string ministry, string name, string signedBy, params string[] items) => new()
    {
        Ministry = ministry,
        MinistryName = name,
        SignedBy = signedBy,
        SignedAt = PreparedAt.AddDays(-10),
        Digest = CanonicalJson.Hash(items),
        Items = items,
    };

    static SubmittedRecommendation Identification() => new()
    {
        Code = "R01",
        New = false,
        Text = "Identify victims proactively, using the standard procedures nationwide, also in Sabah and Sarawak and during raids.",
        Pillars = ["Protection"],
        Lead = "PDRM",
        Supporting = ["JIM", "JTKSM", "JTK Sabah", "APMM"],
        Answers =
        [
            Answer("PDRM", "Royal Malaysia Police", "On 12 June 2024 the screening procedure was issued to all contingents as circular 4/2024.\nIn the period, officers screened persons in 212 operations; the same form is now used in Sabah and Sarawak.", evidence: "E-0001"),
            Answer("JIM", "Immigration Department", "All depots screen new arrivals within 48 hours since 1 August 2024.", evidence: "E-0002"),
        ],
        Figures =
        [
            Figure("PDRM", "R01.1", "Potential victims screened", 1412m, 1187m, "persons", new Part("women", 655m), new Part("men", 702m), new Part("children", 55m)),
            Figure("PDRM", "R01.2", "Interim protection orders issued", 231m, 240m, "orders"),
            Figure("JIM", "R01.1", "Potential victims screened", 318.5m, null, "persons"),
        ],
        Missing = [new MissingAnswer("JTK Sabah", "Department of Labour Sabah", "no reply by 24 January 2025")],
    };

    static SubmittedRecommendation Coordination() => new()
    {
        Code = "R07",
        New = false,
        Text = "Strengthen coordination between the enforcement agencies, prosecutors and shelters.",
        Pillars = ["Prosecution", "Partnership"],
        Lead = "NSO MAPO",
        Supporting = [],
        Answers = [Answer("NSO MAPO", "NSO MAPO", null, nothing: "The task force is being set up; its first meeting is planned for April 2025.")],
        Figures = [],
        Missing = [],
    };

    static SubmittedRecommendation CourtDelays() => new()
    {
        Code = "R05",
        New = false,
        Text = "Cut delays in trafficking trials and give prosecutors and judges better guidance.",
        Pillars = ["Prosecution"],
        Lead = "AGC",
        Supporting = ["Courts registry"],
        Answers = [],
        Figures = [Figure("AGC", "R05.1", "Median days from charge to judgment", null, 412m, "days")],
        Missing = [new MissingAnswer("AGC", "Attorney General's Chambers", "returned on 20 January 2025 and not answered again")],
    };

    static SubmittedRecommendation VictimServices() => new()
    {
        Code = "N01",
        New = true,
        Text = "Give victim-centred services to all victims, without making them take part in criminal proceedings.",
        Pillars = ["Protection"],
        Lead = "KPWKM",
        Supporting = ["NSO MAPO", "JKM", "PDRM"],
        Answers =
        [
            Answer("KPWKM", "Ministry of Women, Family and Community Development", "A policy paper of 2 September 2024 separates services from proceedings."),
            Answer("Tenaganita", "Tenaganita", "Shelter staff report that victims still wait for an order before they may see a counsellor.", partner: true, evidence: "E-0003"),
        ],
        Figures = [Figure("KPWKM", "N01.1", "Victims served who gave no statement", 27m, 0m)],
        Missing = [],
    };
}

/// <summary>An evidence store with the files of <see cref="A.File"/>, of which one may be other than it was.</summary>
sealed class StoreOfFiles(int changed = 0) : IEvidenceStore
{
    public Task<StoredContent> Store(string name, Stream content, CancellationToken cancellation = default) => throw new InvalidOperationException("This store is only read.");

    public Task<Stream> Open(string name, CancellationToken cancellation = default)
    {
        var number = int.Parse(name[^4..], CultureInfo.InvariantCulture);
        return Task.FromResult<Stream>(new MemoryStream(number == changed ? [.. A.ContentOf(number), 0] : A.ContentOf(number)));
    }
}
