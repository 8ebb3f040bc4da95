using Assessment.Host.Sandbox;
using Assessment.Register;
using Assessment.Review;
using Assessment.Teams;
using Assessment.Tests.Builders;
using Microsoft.Extensions.Time.Testing;

namespace Assessment.Tests.Teams;

public sealed class CardDeskTests : IDisposable
{
    readonly SqliteRegister rows = new("Data Source=:memory:");
    readonly Screens screens = new();
    readonly FakeTimeProvider clock = new(A.Moment("2025-01-06T11:31"));
    readonly Assessment.Register.Register register;
    readonly Ledger ledger;
    readonly CardDesk desk;

    public CardDeskTests()
    {
        register = new Assessment.Register.Register(rows);
        ledger = new Ledger(rows);
        desk = new CardDesk(register, screens, ledger, clock);
    }

    public void Dispose() => rows.Dispose();

    [Fact]
    public async Task A_card_is_asked_once_and_keeps_the_moment_when_it_was_shown()
    {
        await Ask();
        clock.Advance(TimeSpan.FromHours(3));
        await Ask();

        Assert.Equal(A.Moment("2025-01-06T11:31"), (await desk.Shown(A.Cycle, "card-1", CancellationToken.None))!.ShownAt);
        Assert.Equal(["CardShown: PDRM: answer 1 to R01 Asked: aisyah, badrul."], await Ledger());
    }

    [Fact]
    public async Task The_first_decision_wins_and_the_second_person_is_told_whose_it_was()
    {
        await Ask();

        Assert.Equal(new Press($"{A.RoundAddress}-pdrm", null), await Press("aisyah", Choice.Accept));
        Assert.Equal("aisyah has already decided this card: accept, at 2025-01-06 03:31 UTC.", (await Press("badrul", Choice.Return, "why")).Refusal);
        Assert.Equal("aisyah has already decided this card: accept, at 2025-01-06 03:31 UTC.", (await Press("badrul", Choice.Accept)).Refusal);
        Assert.Equal("aisyah has already decided this card: accept, at 2025-01-06 03:31 UTC.", (await Press("aisyah", Choice.Return, "why")).Refusal);
        Assert.Equal(("aisyah", Choice.Accept), await Standing());
    }

    [Fact]
    public async Task The_same_press_twice_is_one_decision_and_wakes_the_call_again()
    {
        await Ask();
        var first = await Press("aisyah", Choice.Return, "the source is missing");
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first, await Press("aisyah", Choice.Return, "and another reason"));
        Assert.Equal(A.Moment("2025-01-06T11:31"), (await Decision())!.At);
        Assert.Equal(["CardShown: PDRM: answer 1 to R01 Asked: aisyah, badrul.", "CardPressed: PDRM: answer 1 to R01 Decision: return. (the source is missing)"], await Ledger());
    }

    [Fact]
    public async Task After_a_crash_the_ledger_tells_the_reason_that_stands()
    {
        await Ask();
        await register.Insert(A.Cycle, "card-1", new Decision { CardKey = "card-1", Choice = Choice.Return, By = "aisyah", At = clock.GetUtcNow(), Reason = "the first reason" });

        await Press("aisyah", Choice.Return, "another reason");

        Assert.EndsWith("(the first reason)", (await Ledger())[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("farid", Choice.Accept, null, "farid may not decide this card; it is for aisyah, badrul.")]
    [InlineData("aisyah", Choice.Sign, null, "'sign' is not a decision of this card; choose accept or return.")]
    [InlineData("aisyah", Choice.Return, null, "'Return' needs a reason: say in a sentence why.")]
    [InlineData("aisyah", Choice.Return, "  ", "'Return' needs a reason: say in a sentence why.")]
    [InlineData("aisyah", "Accept", null, "'Accept' is not a decision of this card; choose accept or return.")]
    public async Task A_press_that_does_not_count_says_why_and_leaves_no_trace(string person, string choice, string? reason, string refusal)
    {
        await Ask();

        Assert.Equal(new Press(null, refusal), await Press(person, choice, reason));
        Assert.Null(await Decision());
        Assert.Single(await Ledger());
    }

    [Fact]
    public async Task A_card_that_was_never_shown_cannot_be_pressed()
        => Assert.Equal("There is no card card-1.", (await Press("aisyah", Choice.Accept)).Refusal);

    [Theory]
    [InlineData("aisyah", Choice.Accept, null)]
    [InlineData("badrul", Choice.Return, "why")]
    public void A_press_by_the_right_person_counts(string person, string choice, string? reason)
        => Assert.Null(PressRules.Refusal(A.Card(), person, choice, reason));

    [Fact]
    public async Task Of_many_presses_at_once_one_wins()
    {
        await Ask();
        var presses = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Task.Run(() => Press(number % 2 == 0 ? "aisyah" : "badrul", Choice.Accept))));

        var (by, _) = await Standing();
        Assert.Equal(5, presses.Count(press => press.Refusal is null));
        Assert.All(presses.Where(press => press.Refusal is not null), press => Assert.Equal($"{by} has already decided this card: accept, at 2025-01-06 03:31 UTC.", press.Refusal));
    }

    Task<string> Ask() => desk.Ask(A.Cycle, A.Card(), CancellationToken.None);

    Task<Press> Press(string person, string choice, string? reason = null) => desk.Press(A.Cycle, "card-1", person, choice, reason, CancellationToken.None);

    Task<Decision?> Decision() => desk.Decision(A.Cycle, "card-1", CancellationToken.None);

    async Task<(string By, string Choice)> Standing() => await Decision() is { } decision ? (decision.By, decision.Choice) : ("", "");

    async Task<List<string>> Ledger()
    {
        var entries = new List<string>();
        await foreach (var entry in ledger.Read(A.Cycle))
        {
            entries.Add($"{entry.Kind}: {entry.Details!.What}" + (entry.Details.Why is { } why ? $" ({why})" : ""));
        }

        return entries;
    }

    sealed class Screens : ICards
    {
        public Dictionary<string, Card> Shown { get; } = [];

        public Task Show(Card card, CancellationToken cancellation = default)
        {
            Shown[card.Key] = card;
            return Task.CompletedTask;
        }
    }
}
