using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;

namespace Assessment.Triage;

/// <summary>A file that names no item of its data call, until a person has assigned it or set it aside.</summary>
[Table("UnassignedFiles")]
public sealed record UnassignedFile
{
    public required string CardKey { get; init; }
    public required string CallId { get; init; }
    public required EvidenceFile File { get; init; }
    public required string SentBy { get; init; }
    public required string Subject { get; init; }
    public bool IsSettled { get; init; }
}

/// <summary>Puts files without an item before the secretariat.</summary>
public sealed class UnassignedFiles(Register.Register register, CardDesk cards, TimeProvider clock)
{
    public async Task Ask(RoundInPlan round, DataCall call, IncomingReply reply, IEnumerable<EvidenceFile> files, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            var card = UnassignedFileCards.For(round, call, reply, file, clock.GetUtcNow());
            var row = new UnassignedFile { CardKey = card.Key, CallId = call.Id, File = file, SentBy = reply.From.Address, Subject = reply.Subject };
            await cards.Ask(call.CycleId, card, cancellation);
            await register.Insert(call.CycleId, card.Key, row, cancellation);
        }
    }
}

public static class UnassignedFileCards
{
    public static Card For(RoundInPlan round, DataCall call, IncomingReply reply, EvidenceFile file, DateTimeOffset now) => new()
    {
        Key = $"file-{ThreadKey.Of(file.Name)}",
        Kind = CardKind.UnassignedFile,
        For = [.. round.People(Role.Secretariat, now).Select(person => person.Id)],
        Instance = Address.OfMailbox(call.CycleId),
        About = call.Id,
        Title = $"{call.Organisation}: to which item does {ShownName.Of(file.OriginalName)} belong?",
        Text = $"It came with \"{reply.Subject}\" and names no item of {call.Id}.",
        Facts =
        [
            new("Received", $"{round.Local(reply.ReceivedAt)} from {reply.From.Address}"),
            new("File", $"{ShownName.Of(file.OriginalName)}, {Texts.Number(file.Size)} bytes, SHA-256 {file.Sha256[..12]}…"),
        ],
        Buttons = [new(Choice.Assign, "Assign to the items named below", NeedsReason: true), new(Choice.SetAside, "Set aside", NeedsReason: true)],
    };
}
