using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;

namespace Assessment.Evidence;

/// <summary>What a mail says for the items of a call: answers, wishes for more time, files without an item, and what was not understood.</summary>
public sealed record ReplyReading
{
    public required IReadOnlyDictionary<string, Answer> Answers { get; init; }
    public required IReadOnlyDictionary<string, ExtensionRequest> Extensions { get; init; }
    public required IReadOnlyList<string> Unassigned { get; init; }
    public required IReadOnlyList<Remark> Remarks { get; init; }

    public static ReplyReading Of(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, IncomingMail mail, IReadOnlyList<EvidenceFile> files)
    {
        var codes = items.Select(item => item.Code).ToHashSet(StringComparer.Ordinal);
        var form = ReplyForm.Read(mail.Text);
        var remarks = form.Remarks.ToList();
        remarks.AddRange(form.Items.Where(read => !codes.Contains(read.Code)).Select(read => Remark.Of("remark-not-asked", ("code", read.Code))));

        var read = form.Items.Where(item => codes.Contains(item.Code)).GroupBy(item => item.Code).Select(group => group.Last()).ToList();
        if (read.Count == 0 && FreeText(items, mail) is { } free)
        {
            read.Add(free);
        }

        var (assigned, unassigned) = Assign(files, [.. read.Where(item => item.IsAnswer).Select(item => item.Code)], codes);
        var answers = new SortedDictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var code in read.Where(item => item.IsAnswer).Select(item => item.Code).Concat(assigned.Keys).Distinct())
        {
            answers[code] = AnswerOf(round, call, mail, read.FirstOrDefault(item => item.Code == code) ?? new ReadItem(code), assigned.GetValueOrDefault(code, []), remarks);
        }

        return new ReplyReading
        {
            Answers = answers,
            Extensions = Wishes(call, mail, read),
            Unassigned = [.. unassigned.Select(file => file.OriginalName)],
            Remarks = remarks,
        };
    }

    /// <summary>A reply without the form: its text answers the one item it names, or the only item there is.</summary>
    static ReadItem? FreeText(IReadOnlyList<Item> items, IncomingMail mail)
    {
        var text = string.Join('\n', mail.Text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('>'))).Trim();
        var named = ReplyForm.CodesIn(text).Where(code => items.Any(item => item.Code == code)).ToList();
        var code = named.Count == 1 ? named[0] : named.Count == 0 && items.Count == 1 ? items[0].Code : null;
        return code is null || text.Length == 0 ? null : new ReadItem(code) { Narrative = text };
    }

    /// <summary>A file belongs to the items whose codes its name carries, or else to the only item that was answered.</summary>
    static (Dictionary<string, List<EvidenceFile>> Assigned, List<EvidenceFile> Unassigned) Assign(
        IReadOnlyList<EvidenceFile> files, IReadOnlyList<string> answered, HashSet<string> codes)
    {
        var assigned = new Dictionary<string, List<EvidenceFile>>(StringComparer.Ordinal);
        var unassigned = new List<EvidenceFile>();
        foreach (var file in files)
        {
            var named = ReplyForm.CodesIn(file.OriginalName).Where(codes.Contains).ToList();
            var targets = named.Count > 0 ? named : answered.Count == 1 ? [.. answered] : [];
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

    static Answer AnswerOf(RoundInPlan round, DataCall call, IncomingMail mail, ReadItem item, IReadOnlyList<EvidenceFile> files, List<Remark> remarks) => new()
    {
        MessageId = mail.MessageId,
        ReceivedAt = mail.ReceivedAt,
        SentBy = mail.From.Address,
        Narrative = item.Narrative,
        NothingToReport = item.NothingToReport,
        Figures = [.. item.Figures.Select(figure => Complete(round, item.Code, figure, remarks)).OfType<Figure>()],
        Files = files,
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
        if (FigureChecks.MissingRemark(complete) is { } missing)
        {
            remarks.Add(missing);
        }

        return complete;
    }

    static Dictionary<string, ExtensionRequest> Wishes(DataCall call, IncomingMail mail, IReadOnlyList<ReadItem> read) => read
        .Where(item => item is { MoreTimeUntil: not null, IsAnswer: false })
        .ToDictionary(
            item => item.Code,
            item => new ExtensionRequest
            {
                MessageId = mail.MessageId,
                Until = item.MoreTimeUntil!.Value,
                Reason = item.MoreTimeReason ?? "",
                Status = ExtensionStatus.Asked,
                CardKey = $"{call.Id}-{Slug.Of(item.Code)}-time-{ThreadKey.Of(mail.MessageId)[..8]}",
            },
            StringComparer.Ordinal);
}
