using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Mail;

namespace Assessment.Evidence;

/// <summary>What a mail says for the items of a call: answers, wishes for more time, files without an item, and what was not understood.</summary>
public sealed record ReplyReading
{
    public required IReadOnlyDictionary<string, Answer> Answers { get; init; }
    public required IReadOnlyDictionary<string, ExtensionRequest> Extensions { get; init; }
    public required IReadOnlyList<string> Unassigned { get; init; }
    public required IReadOnlyList<Remark> Remarks { get; init; }

    public static ReplyReading Of(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, IncomingReply mail, IReadOnlyList<EvidenceFile> files, FormReading? workbook = null)
    {
        var codes = items.Select(item => item.Code).ToHashSet(StringComparer.Ordinal);
        var form = mail.Form is { } filled ? new ReplyFormReading(filled, []) : ReplyForm.Read(mail.Text);
        var remarks = form.Remarks.ToList();
        remarks.AddRange(form.Items.Select(read => read.Code).Where(code => !codes.Contains(code)).Distinct().Select(code => Remark.Of("remark-not-asked", ("code", code))));

        var block = form.Items.Where(item => codes.Contains(item.Code) && item.SaysAnything).GroupBy(item => item.Code).Select(Together).ToList();
        var read = workbook is null ? block : FormAnswers.Beside(block, workbook, remarks);
        if (read.Count == 0 && mail.Form is null && FreeText(round, items, mail) is { } free)
        {
            read.Add(free);
        }

        var (assigned, unassigned) = Assign(round, files, [.. read.Where(item => item.IsAnswer).Select(item => item.Code)], codes);
        var answers = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var code in read.Where(item => item.IsAnswer).Select(item => item.Code).Concat(assigned.Keys).Distinct())
        {
            answers[code] = AnswerOf(round, call, mail, read.FirstOrDefault(item => item.Code == code) ?? new ReadItem(code), assigned.GetValueOrDefault(code, []), remarks);
        }

        return new ReplyReading
        {
            Answers = answers,
            Extensions = Wishes(call, items, mail, read, remarks),
            Unassigned = [.. unassigned.Select(file => file.OriginalName)],
            Remarks = remarks,
        };
    }

    /// <summary>
    /// Sections of one item together: the first stands, the others add what it leaves open. Mail programs quote the letter's empty form, or an older
    /// reply, below the answer without marking the lines.
    /// </summary>
    static ReadItem Together(IEnumerable<ReadItem> sections) => sections.Aggregate((first, other) => first with
    {
        Narrative = first.Narrative ?? (first.NothingToReport is null ? other.Narrative : null),
        NothingToReport = first.NothingToReport ?? (first.Narrative is null ? other.NothingToReport : null),
        Figures = [.. first.Figures, .. other.Figures.Where(figure => first.Figures.All(stated => stated.Indicator != figure.Indicator))],
        Grade = first.Grade ?? other.Grade,
        InternalRemark = first.InternalRemark ?? other.InternalRemark,
    });

    /// <summary>A reply without the form: its text answers the one item it names, or the only item there is when it names none.</summary>
    static ReadItem? FreeText(RoundInPlan round, IReadOnlyList<Item> items, IncomingReply mail)
    {
        var text = ReplyForm.OwnText(mail.Text);
        var named = RecommendationsIn(round, text);
        var code = mail.For ?? (named.Count == 1 ? named[0] : named.Count == 0 && items.Count == 1 ? items[0].Code : null);
        return code is null || text.Length == 0 || items.All(item => item.Code != code) ? null : new ReadItem(code) { Narrative = text };
    }

    static List<string> RecommendationsIn(RoundInPlan round, string text)
        => [.. ReplyForm.CodesIn(text).Where(code => round.Plan.Recommendations.Any(recommendation => recommendation.Code == code))];

    /// <summary>A file belongs to the item it was sent for, else to the items whose codes its name carries; one that carries none to the only item that was answered.</summary>
    static (Dictionary<string, List<EvidenceFile>> Assigned, List<EvidenceFile> Unassigned) Assign(
        RoundInPlan round, IReadOnlyList<EvidenceFile> files, IReadOnlyList<string> answered, HashSet<string> codes)
    {
        var assigned = new Dictionary<string, List<EvidenceFile>>(StringComparer.Ordinal);
        var unassigned = new List<EvidenceFile>();
        foreach (var file in files)
        {
            List<string> named = file.SentFor is { } sentFor ? [sentFor] : RecommendationsIn(round, file.OriginalName);
            var targets = named.Count > 0 ? named.Where(codes.Contains).ToList() : answered.Count == 1 ? [.. answered] : [];
            if (targets.Count == 0)
            {
                unassigned.Add(file);
            }

            foreach (var code in targets)
            {
                assigned.TryAdd(code, []);
                assigned[code].Add(file);
            }
        }

        return (assigned, unassigned);
    }

    static Answer AnswerOf(RoundInPlan round, DataCall call, IncomingReply mail, ReadItem item, IReadOnlyList<EvidenceFile> files, List<Remark> remarks) => new()
    {
        MessageId = mail.MessageId,
        ReceivedAt = mail.ReceivedAt,
        SentBy = mail.From.Address,
        Narrative = item.Narrative,
        NothingToReport = item.NothingToReport,
        Figures = [.. item.Figures.Select(figure => Complete(round, item.Code, figure, remarks)).OfType<Figure>()],
        Files = files,
        Grade = item.Grade ?? default,
        InternalRemark = item.InternalRemark,
    };

    /// <summary>A figure with the plan's unit where none was written, or null for one that nobody asked for.</summary>
    static Figure? Complete(RoundInPlan round, string code, Figure figure, List<Remark> remarks)
    {
        var indicator = round.Plan.Recommendation(code).Indicators.FirstOrDefault(indicator => indicator.Id == figure.Indicator);
        if (indicator is null)
        {
            remarks.Add(Remark.Of("remark-no-figure", ("indicator", figure.Indicator), ("code", code)));
            return null;
        }

        var complete = figure.Value is null ? figure : figure with { Unit = figure.Unit ?? indicator.Unit };
        // The form has already asked for the plan of a figure that is not available.
        if (FigureChecks.MissingRemark(complete, except: FigureGap.PlannedBy) is { } missing)
        {
            remarks.Add(missing);
        }

        return complete;
    }

    static Dictionary<string, ExtensionRequest> Wishes(DataCall call, IReadOnlyList<Item> items, IncomingReply mail, IReadOnlyList<ReadItem> read, List<Remark> remarks)
    {
        var wishes = new Dictionary<string, ExtensionRequest>(StringComparer.Ordinal);
        foreach (var item in read.Where(item => item.MoreTimeUntil is not null))
        {
            if (item.IsAnswer || !items.First(asked => asked.Code == item.Code).IsOutstanding)
            {
                remarks.Add(Remark.Of("remark-no-time-needed", ("code", item.Code)));
                continue;
            }

            wishes[item.Code] = Wish(call, mail, item);
        }

        return wishes;
    }

    static ExtensionRequest Wish(DataCall call, IncomingReply mail, ReadItem item) => new()
    {
        MessageId = mail.MessageId,
        Until = item.MoreTimeUntil!.Value,
        Reason = item.MoreTimeReason ?? "",
        Status = ExtensionStatus.Asked,
        CardKey = $"{call.Id}-{Slug.Of(item.Code)}-time-{ThreadKey.Of(mail.MessageId)[..8]}",
    };
}
