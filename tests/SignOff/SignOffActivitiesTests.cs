using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Host;
using Assessment.Host.Sandbox;
using Assessment.Register;
using Assessment.Review;
using Assessment.SignOff;
using Assessment.Teams;
using Assessment.Tests.Builders;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.SignOff;

/// <summary>The sign-off of one ministry in the smoke cycle, whose police have two accepted items.</summary>
public sealed class SignOffActivitiesTests : IDisposable
{
    const string RoundId = "smoke-smoke";
    const string Police = "smoke-smoke-police";

    static readonly SignOffId Home = new(RoundId, "home");

    readonly SqliteRegister rows = new("Data Source=:memory:");
    readonly FakeTimeProvider clock = new(A.Moment("2025-01-20T09:00"));
    readonly Assessment.Register.Register register;
    readonly CardDesk desk;
    readonly SignOffActivities signOff;

    public SignOffActivitiesTests()
    {
        register = new Assessment.Register.Register(rows);
        var plans = new PlanStore(register);
        var ledger = new Ledger(rows);
        desk = new CardDesk(register, new NoScreens(), ledger, clock);
        signOff = new SignOffActivities(register, plans, new CallReader(register, plans, clock), desk, ledger, clock);
    }

    public void Dispose() => rows.Dispose();

    [Fact]
    public async Task Asking_twice_about_the_same_items_is_one_question()
    {
        await Prepare();

        Assert.Equal(await Ask(), await Ask());
        Assert.Equal(1, (await Row()).Version);
    }

    [Fact]
    public async Task Asking_again_after_an_item_changed_is_another_question()
    {
        await Prepare();
        var first = await Ask();
        var shown = await Row();
        await Change("R01");

        Assert.NotEqual(first, await Ask());
        Assert.Equal(2, (await Row()).Version);
        Assert.NotEqual(shown.Digest, (await Row()).Digest);
    }

    [Fact]
    public async Task A_signature_covers_the_items_that_were_shown()
    {
        await Prepare();
        var outcome = await Record(await Press(await Ask(), Choice.Sign));

        var row = await Row();
        Assert.True(outcome.IsFinal);
        Assert.Equal((SignOffStatus.Signed, "home-signatory"), (row.Status, row.By));
        Assert.Equal([$"{Police}/R01", $"{Police}/R02"], row.Items);
    }

    [Fact]
    public async Task A_signature_over_items_that_changed_since_is_void_and_the_ministry_is_asked_again()
    {
        await Prepare();
        var first = await Ask();
        var decision = await Press(first, Choice.Sign);
        await Change("R02");

        var outcome = await Record(decision);

        Assert.False(outcome.IsFinal);
        Assert.NotEqual(SignOffStatus.Signed, (await Row()).Status);
        Assert.NotEqual(first, await Ask());
    }

    [Fact]
    public async Task A_refusal_reopens_the_named_items_once_however_often_it_is_recorded()
    {
        await Prepare();
        var decision = await Press(await Ask(), Choice.Refuse, "R02: the period is wrong");
        var outcome = await Record(decision);
        await Record(decision);

        Assert.Equal(new ReopenedCall(Police, $"{Police}-r1"), Assert.Single(outcome.Reopened));
        Assert.Equal(ItemStatus.Accepted, (await Item("R01")).Status);
        Assert.Equal((ItemStatus.Returned, "the period is wrong", true), await Item("R02") is var item ? (item.Status, item.Reason, item.ReturnUntold) : default);
        Assert.Equal((CallStatus.Sent, $"{Police}-r1"), await register.Find<DataCall>(Police, "call") is { } call ? (call.Status, call.Instance) : default);
    }

    [Fact]
    public async Task No_decision_in_time_lets_the_sign_off_lapse()
    {
        await Prepare();
        await Ask();

        Assert.True((await Record(null)).IsFinal);
        Assert.Equal(SignOffStatus.Lapsed, (await Row()).Status);
    }

    [Fact]
    public async Task A_ministry_without_accepted_items_is_not_asked()
    {
        await Prepare(accepted: false);

        Assert.Null((await signOff.AskForSignature(Home, CancellationToken.None)).Request);
        Assert.Equal(SignOffStatus.NothingToSign, (await Row()).Status);
    }

    async Task Prepare(bool accepted = true)
    {
        var folder = CycleFolder.Read(Repository.PathTo("samples", "smoke"), A.Moment("2025-01-20T08:58")).Folder!;
        await new PlanStore(register).Import("smoke", folder.Files, A.Moment("2025-01-20T08:58"), CancellationToken.None);
        await register.Insert(RoundId, "round", new RunningRound { Id = RoundId, CycleId = "smoke", RoundId = "smoke", Status = RoundStatus.Prepared });
        await register.Insert(Police, "call", A.DataCall("POLICE", status: CallStatus.Closed) with { Id = Police, CycleId = "smoke", RoundId = RoundId, Instance = Police });
        foreach (var item in new[] { An.Item("R01"), An.Item("R02") }.Select(item => item with { CallId = Police }))
        {
            await register.Insert(Police, item.Code, accepted ? item.Accepted() : item.NotProvided());
        }
    }

    async Task<string> Ask() => (await signOff.AskForSignature(Home, CancellationToken.None)).Request!.CardKey;

    async Task<Decision> Press(string card, string choice, string? reason = null)
    {
        Assert.Null((await desk.Press("smoke", card, "home-signatory", choice, reason, CancellationToken.None)).Refusal);
        return (await desk.Decision("smoke", card, CancellationToken.None))!;
    }

    Task<SignOffOutcome> Record(Decision? decision) => signOff.RecordSignature(new SignatureGiven(Home, decision), CancellationToken.None);

    Task<Item> Change(string code) => register.Update<Item>(Police, code, item => item with { Answer = item.Answer! with { Narrative = "Other words." } });

    async Task<SignOffRow> Row() => (await register.Find<SignOffRow>(RoundId, "home"))!;

    async Task<Item> Item(string code) => (await register.Find<Item>(Police, code))!;

    sealed class NoScreens : ICards
    {
        public Task Show(Card card, CancellationToken cancellation = default) => Task.CompletedTask;
    }
}
