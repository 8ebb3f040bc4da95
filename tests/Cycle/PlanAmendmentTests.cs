using Assessment.Cycle;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Cycle;

/// <summary>What may change in the plan of a running cycle, and how the change is told.</summary>
public sealed class PlanAmendmentTests
{
    static readonly Plan Plan = A.Plan();
    static readonly DateTimeOffset Now = A.Moment("2025-01-06");

    static Plan WithRound(Func<Round, Round> change) => Plan with { Rounds = [change(Plan.Rounds[0]), .. Plan.Rounds.Skip(1)] };

    static PlanAmendment Amend(Plan changed, RoundStatus status = RoundStatus.Prepared, DateTimeOffset? now = null)
        => PlanAmendment.Of(Plan, changed, new Dictionary<string, RoundStatus> { [Plan.Rounds[0].Id] = status }, now ?? Now);

    [Fact]
    public void A_date_that_is_still_ahead_can_be_moved()
    {
        var round = Plan.Rounds[0];

        var amendment = Amend(WithRound(round => round with { HardDate = round.HardDate.AddDays(7) }));

        var zone = Zone.Of(Plan.Cycle.TimeZone);
        Assert.Equal([$"'hardDate' of round '{round.Id}' is {zone.Write(round.HardDate.AddDays(7))} instead of {zone.Write(round.HardDate)}."], amendment.Changes);
        Assert.Empty(amendment.Refusals);
    }

    [Fact]
    public void A_date_that_has_passed_stays_and_none_is_moved_into_the_past()
    {
        Assert.Contains("it has passed", Assert.Single(Amend(WithRound(round => round with { Opens = round.Opens.AddDays(1) }), now: Plan.Rounds[0].Opens.AddDays(2)).Refusals), StringComparison.Ordinal);
        Assert.Contains("which has passed", Assert.Single(Amend(WithRound(round => round with { SignOffBy = Now.AddDays(-1) })).Refusals), StringComparison.Ordinal);
    }

    [Fact]
    public void The_dates_of_a_round_that_has_ended_stay()
        => Assert.Contains("the round has ended (HandedIn)", Assert.Single(Amend(WithRound(round => round with { HardDate = round.HardDate.AddDays(7) }), RoundStatus.HandedIn).Refusals), StringComparison.Ordinal);

    [Fact]
    public void A_holiday_says_what_it_moves()
    {
        var day = new DateOnly(2025, 1, 7);
        var calendar = Plan.Calendars[0];

        var amendment = Amend(DeclaredHolidays.With(Plan, calendar.Id, new Holiday(day, "Extra day")));

        Assert.Equal($"Extra day, 2025-01-07, is a holiday in calendar '{calendar.Id}'.", amendment.Changes[0]);
        Assert.Equal(DeclaredHolidays.Moves(Plan, calendar.Id, new Holiday(day, "Extra day"), Now).Select(move => move.Sentence), amendment.Changes.Skip(1));
        Assert.Empty(amendment.Refusals);
    }

    [Fact]
    public void People_come_and_end_but_are_neither_removed_nor_moved_to_another_office()
    {
        var (first, second) = (Plan.People[0], Plan.People[1]);
        var changed = Plan with { People = [first with { To = new DateOnly(2025, 1, 31) }, .. Plan.People.Skip(2), first with { Id = "successor", Name = "Successor" }] };

        var amendment = Amend(changed);

        Assert.Equal([$"{first.Id} ({first.Name}, {first.Organisation}) was changed.", $"successor (Successor, {first.Organisation}) was added."], amendment.Changes);
        Assert.Equal([$"{second.Id} cannot be removed, what they did stays: end the entry with a date in 'to'."], amendment.Refusals);
        Assert.Contains("cannot move to another organisation or role", Assert.Single(Amend(Plan with { People = [first with { Role = Role.Chair }, .. Plan.People.Skip(1)] }).Refusals), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recommendations.yaml")]
    [InlineData("cycle.yaml")]
    [InlineData("rounds.yaml")]
    public void Nothing_else_changes_under_those_who_have_been_asked(string file)
    {
        var changed = file switch
        {
            "recommendations.yaml" => Plan with { Recommendations = [Plan.Recommendations[0] with { Text = "Another question." }, .. Plan.Recommendations.Skip(1)] },
            "cycle.yaml" => Plan with { Reminders = Plan.Reminders with { Cap = Plan.Reminders.Cap + 1 } },
            _ => WithRound(round => round with { Title = "Another title" }),
        };

        Assert.Equal([$"{file} differs in more than dates of rounds, holidays and people, which is all that can change while a cycle runs."], Amend(changed).Refusals);
    }

    [Fact]
    public void The_same_plan_changes_nothing() => Assert.Equivalent(new PlanAmendment([], []), Amend(Plan));
}
