using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Register;

namespace Assessment.Evidence;

/// <summary>Takes answers into their items: looked at first, each once.</summary>
public sealed class AnswerDesk(Register.Register register, ClearanceDesk clearance, Ledger ledger, TimeProvider clock)
{
    /// <summary>Looks at what a reply says and takes it into its items; gives back the version that each of them got.</summary>
    public async Task<IReadOnlyList<AnsweredItem>> Take(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, ReplyReading said, CancellationToken cancellation)
        => await TakeLooked(call, items, await LookAt(round, call, items, said, cancellation), cancellation);

    public Task<ReplyReading> LookAt(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, ReplyReading said, CancellationToken cancellation)
        => clearance.LookAt(round, call, items, said, cancellation);

    /// <summary>The same for answers that were looked at already.</summary>
    public async Task<IReadOnlyList<AnsweredItem>> TakeLooked(DataCall call, IReadOnlyList<Item> items, ReplyReading reading, CancellationToken cancellation)
    {
        var answered = new List<AnsweredItem>();
        foreach (var item in items.Where(item => reading.Answers.ContainsKey(item.Code)))
        {
            var (code, answer) = (item.Code, reading.Answers[item.Code]);
            var next = ItemRules.Answered(item, answer);
            await ledger.Note(call.CycleId, $"{call.Id}-{Slug.Of(code)}-answer-{next.Version}", "ItemReplied", $"{call.Id}/{code}", answer.SentBy, $"{call.Organisation}, {code}: answer {next.Version} ({Summary(answer)}).", clock);
            await register.Update<Item>(call.Id, code, current => ItemRules.Answered(current, answer), cancellation);
            answered.Add(new AnsweredItem(code, next.Version));
        }

        return answered;
    }

    static string Summary(Answer answer) => string.Join(", ", new[]
    {
        answer.Narrative is null ? null : "text",
        answer.NothingToReport is null ? null : "nothing to report",
        answer.Figures.Count == 0 ? null : $"{answer.Figures.Count} figures",
        answer.Files.Count == 0 ? null : $"{answer.Files.Count} files",
    }.OfType<string>());
}
