using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;

namespace Assessment.Evidence;

/// <summary>What becomes of a file that named no item, once a person has decided.</summary>
public sealed partial class EvidenceDesk
{
    /// <summary>Takes a file for the items that a person chose, and gives back the instance to wake. After the call has closed it stays where it is.</summary>
    public async Task<string> Assign(string callId, EvidenceFile file, IReadOnlyList<string> codes, Decision decision, CancellationToken cancellation)
    {
        var (round, call, items) = await calls.InRound(callId, cancellation);
        var isLate = call.Status == CallStatus.Closed;
        var outcome = isLate ? "came too late: the data call has closed" : $"is taken for {string.Join(", ", codes)}";
        await ledger.Note(call.CycleId, $"{decision.CardKey}-settled", isLate ? "FileLate" : "FileAssigned", call.Id, decision.By, $"{call.Organisation}: {ShownName.Of(file.OriginalName)} {outcome}.", clock, decision.Reason);
        if (!isLate)
        {
            var answer = new Answer { MessageId = $"{file.MessageId}#{decision.CardKey}", ReceivedAt = file.ReceivedAt, SentBy = await Sender(call, file, cancellation), Files = [file] };
            var assigned = items.Where(item => codes.Contains(item.Code) && !Has(item, file)).ToDictionary(item => item.Code, _ => answer, StringComparer.Ordinal);
            var reading = new ReplyReading { Answers = assigned, Extensions = new Dictionary<string, ExtensionRequest>(), Unassigned = [], Remarks = [] };
            var looked = await answers.LookAt(round, call, items, reading, cancellation);
            foreach (var item in items.Where(item => ItemRules.IsWithItsOrganisation(item) && looked.Answers.ContainsKey(item.Code)))
            {
                await register.Update<Item>(call.Id, item.Code, current => ItemRules.FileJoined(current, looked.Answers[item.Code]), cancellation);
            }

            await answers.TakeLooked(call, [.. items.Where(item => !ItemRules.IsWithItsOrganisation(item))], looked, cancellation);
            await ChangeReply(call, file, reply => reply with
            {
                Unassigned = [.. reply.Unassigned.Where(name => name != file.OriginalName)],
                Files = [.. reply.Files.Select(one => one.Name == file.Name ? one with { SentFor = string.Join(", ", codes) } : one)],
            }, cancellation);
        }

        return call.Instance;
    }

    /// <summary>Keeps a file without using it, for the reason that a person gave.</summary>
    public async Task<string> SetAside(string callId, EvidenceFile file, Decision decision, CancellationToken cancellation)
    {
        var call = await calls.Call(callId, cancellation);
        await ledger.Note(call.CycleId, $"{decision.CardKey}-settled", "FileSetAside", call.Id, decision.By, $"{call.Organisation}: {ShownName.Of(file.OriginalName)} is kept and not used.", clock, decision.Reason);
        await ChangeReply(call, file, reply => reply with
        {
            SetAside = [.. reply.SetAside.Where(one => one.Name != file.Name), new FileSetAside(file.Name, decision.Reason ?? "")],
        }, cancellation);
        return call.Instance;
    }

    async Task<string> Sender(DataCall call, EvidenceFile file, CancellationToken cancellation)
        => (await register.Find<Reply>(call.Id, ThreadKey.Of(file.MessageId), cancellation))?.From ?? call.Organisation;

    async Task ChangeReply(DataCall call, EvidenceFile file, Func<Reply, Reply> change, CancellationToken cancellation)
        => await register.Update(call.Id, ThreadKey.Of(file.MessageId), change, cancellation);

    static bool Has(Item item, EvidenceFile file) => item.Answer?.Files.Any(one => one.Sha256 == file.Sha256 && one.OriginalName == file.OriginalName) == true;
}
