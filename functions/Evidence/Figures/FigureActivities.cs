using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Register;
using Microsoft.Azure.Functions.Worker;

namespace Assessment.Evidence.Figures;

public sealed class FigureActivities(Register.Register register, CallReader calls, Ledger ledger, TimeProvider clock)
{
    /// <summary>
    /// Sends answers back by themselves whose figures lack something, with the list, once for each item. One that nobody has completed when
    /// it was due again goes to the reviewers as it is: what it says is not lost.
    /// </summary>
    [Function(nameof(CheckFigures))]
    public async Task CheckFigures([ActivityTrigger] NextStep step, CancellationToken cancellation)
    {
        var state = await calls.State(step.CallId, cancellation);
        var now = clock.GetUtcNow();
        foreach (var item in state.Items)
        {
            if (ItemRules.IsLeftIncomplete(item, now))
            {
                await Note(state.Call, item, "as-it-is", "ItemTaken", "was not completed in time; the reviewers see it as it is.", null);
                await register.Update<Item>(item.CallId, item.Code, current => ItemRules.IsLeftIncomplete(current, now) ? ItemRules.TakenAsItIs(current) : current, cancellation);
            }
            else if (state.Missing.TryGetValue(item.Code, out var missing))
            {
                await SendBack(state, item, missing, now, cancellation);
            }
        }
    }

    async Task SendBack(CallState state, Item item, IReadOnlyList<Remark> missing, DateTimeOffset now, CancellationToken cancellation)
    {
        await Note(state.Call, item, "sent-back", "ItemReturned", "came back by itself, its figures lack something.", string.Join(" ", missing));
        await register.Update<Item>(item.CallId, item.Code, current => current.Version == item.Version ? ItemRules.SentBack(current, missing, now, state.ReturnDue(now)) : current, cancellation);
    }

    Task Note(DataCall call, Item item, string key, string kind, string what, string? why) =>
        ledger.Note(call.CycleId, $"{item.ReviewKey}-{key}", kind, $"{call.Id}/{item.Code}", "system", $"{call.Organisation}, {item.Code}: answer {item.Version} {what}", clock, why);
}
