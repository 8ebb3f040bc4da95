using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence.Figures;
using Assessment.Register;

namespace Assessment.Evidence;

/// <summary>Sends back the items that harmful files were meant for: their organisation sends clean ones.</summary>
public sealed class InfectedAnswers(Register.Register register, CallReader calls, Ledger ledger, TimeProvider clock)
{
    const string TextKey = "file-malicious";

    public static Remark Because(EvidenceFile file, string malware) => Remark.Of(TextKey, ("name", ShownName.Of(file.OriginalName)), ("malware", malware));

    /// <summary>Whether an item came back for a harmful file: what comes now is added to what it has, and does not replace its other files.</summary>
    public static bool IsWhy(Item item) => item.Status == ItemStatus.Returned && item.Because.Any(remark => remark.Key == TextKey);

    /// <summary>The items of a file: the one it was sent for, else those that its name tells, else the only one that the reply answers.</summary>
    public static IReadOnlyList<string> CodesOf(EvidenceFile file, IReadOnlyList<Item> items, IReadOnlyList<AnsweredItem> answered)
    {
        List<string> named = file.SentFor is { } sentFor ? [sentFor] : [.. ReplyForm.CodesIn(file.OriginalName)];
        var asked = named.Where(code => items.Any(item => item.Code == code)).ToList();
        return asked.Count > 0 || named.Count > 0 ? asked : answered.Count == 1 ? [answered[0].Code] : [];
    }

    /// <summary>Sends back what may still be sent back. The acknowledgement of the same reply says why, unless it has gone out already.</summary>
    public async Task SendBack(string callId, IReadOnlyList<AnsweredItem> answered, IReadOnlyList<RefusedFile> refused, bool isUntold, CancellationToken cancellation)
    {
        var infected = refused.Where(file => file.Reason.Key == TextKey).ToList();
        if (infected.Count == 0)
        {
            return;
        }

        var state = await calls.State(callId, cancellation);
        var now = clock.GetUtcNow();
        var due = state.ReturnDue(now);
        foreach (var item in state.Items)
        {
            var because = infected.Where(file => CodesOf(file.File, state.Items, answered).Contains(item.Code)).Select(file => file.Reason).ToList();
            if (because.Count > 0 && ItemRules.Infected(item, because, now, due, isUntold) != item)
            {
                await ledger.Note(state.Call.CycleId, $"{callId}-{Slug.Of(item.Code)}-infected-{infected[0].File.Sha256[..12]}", "ItemReturned", $"{callId}/{item.Code}", "system", $"{state.Call.Organisation}, {item.Code}: came back by itself, a file for it holds malware.", clock, string.Join(" ", because));
                await register.Update<Item>(callId, item.Code, current => ItemRules.Infected(current, because, now, due, isUntold), cancellation);
            }
        }
    }
}
