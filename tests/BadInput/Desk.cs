using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Assessment.Triage;
using Microsoft.Extensions.Time.Testing;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;

namespace Assessment.Tests.BadInput;

/// <summary>The desk that takes replies in, on the register, the store and the mailbox of this machine, with one call open.</summary>
sealed class Desk : IDisposable
{
    const string RoundId = "my-tip-2025-annual";

    public static readonly DateTimeOffset Now = new(2024, 12, 10, 2, 0, 0, TimeSpan.Zero);

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("desk-");
    readonly SqliteRegister rows = new("Data Source=:memory:");
    readonly SandboxDatabase sandbox = new(null);
    readonly FakeTimeProvider clock = new(Now);
    readonly EvidenceDesk desk;
    readonly CallReader calls;

    public Desk()
    {
        var plan = PlanFiles.Good.Plan;
        Register = new Assessment.Register.Register(rows);
        Store = new DiskEvidenceStore(folder.FullName);
        People = new People(sandbox, plan, Scenario.Nobody(folder.FullName), () => throw new InvalidOperationException("Nobody acts here."));
        Mailbox = new LocalMailbox(sandbox, People, Store, clock, new MailAddress("Council Secretariat", plan.Cycle.Mailbox));
        Ledger = new Ledger(rows);
        var plans = new PlanStore(Register);
        calls = new CallReader(Register, plans, clock);
        var cards = new CardDesk(Register, new LocalCards(sandbox, People, clock), Ledger, clock);
        var outbox = new Outbox(Register, Mailbox, new OpenSends(Register, plans, cards, Ledger, clock), Ledger, clock);
        var answers = new AnswerDesk(Register, new ClearanceDesk(Register, Store, Ledger, clock), Ledger, clock);
        var late = new LateReplyDesk(Register, calls, answers, cards, outbox, Ledger, clock);
        var places = new EvidencePlaces(new DiskEvidenceStore(Path.Combine(folder.FullName, "landing")), new DiskEvidenceStore(Path.Combine(folder.FullName, "quarantine")));
        var gate = new VaultGate(Register, places, Store, new LocalScan(places), clock);
        var quarantine = new Quarantine(Register, places, plans, cards, outbox, Ledger, clock);
        desk = new EvidenceDesk(Register, Mailbox, Store, gate, quarantine, new InfectedAnswers(Register, calls, Ledger, clock), calls, answers, late, new UnassignedFiles(Register, cards, clock), outbox, Ledger, clock);
        Open(plans).GetAwaiter().GetResult();
    }

    public static string CallId => $"{RoundId}-suara";

    public Assessment.Register.Register Register { get; }

    public IEvidenceStore Store { get; }

    public People People { get; }

    public LocalMailbox Mailbox { get; }

    public Ledger Ledger { get; }

    /// <summary>Delivers a raw mail and files it, twice: as an activity that runs again.</summary>
    public async Task<Reply> Receive(byte[] raw, string key = "hostile-1")
    {
        Mailbox.Deliver(key, CallId, raw, Now);
        await desk.File(CallId, await Mailbox.Open(key), CancellationToken.None);
        await desk.File(CallId, await Mailbox.Open(key), CancellationToken.None);
        return Assert.Single(await Register.List<Reply>(CallId), reply => reply.MessageId == key);
    }

    public async Task<OutgoingMail> Acknowledge(Reply reply)
    {
        var (round, call, items) = await calls.InRound(CallId, CancellationToken.None);
        return Letters.Acknowledgement(round, call, items, reply, reply.Subject, Now);
    }

    public async Task<IReadOnlyList<Item>> Items() => (await calls.InRound(CallId, CancellationToken.None)).Items;

    public async Task<byte[]> Stored(string name)
    {
        await using var content = await Store.Open(name);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy);
        return copy.ToArray();
    }

    public void Dispose()
    {
        rows.Dispose();
        sandbox.Dispose();
        folder.Delete(recursive: true);
    }

    async Task Open(PlanStore plans)
    {
        await plans.Import("my-tip-2025", PlanFiles.Good.Contents, PlanFiles.StartedAt, CancellationToken.None);
        await Register.Insert(RoundId, "round", new RunningRound { Id = RoundId, CycleId = "my-tip-2025", RoundId = "annual", Status = RoundStatus.Prepared });
        var planned = CallPlan.For(await plans.Round(RoundId), Now).First(planned => planned.Call.Id == CallId);
        await Register.Insert(CallId, "call", planned.Call with { Status = CallStatus.Sent });
        foreach (var item in planned.Items)
        {
            await Register.Insert(CallId, item.Code, item);
        }
    }
}
