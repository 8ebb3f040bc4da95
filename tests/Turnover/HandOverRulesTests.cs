using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;
using Assessment.Tests.Builders;
using Assessment.Turnover;

namespace Assessment.Tests.Turnover;

public sealed class HandOverRulesTests
{
    static readonly DateTimeOffset Now = A.Moment("2025-01-06T09:00");
    static readonly Introduction[] Farid = [new("farid@pdrm.example", A.Moment("2024-12-02T09:00"))];

    [Fact]
    public void Nobody_new_means_no_hand_over() => Assert.Null(Due(A.Plan(), Farid));

    [Fact]
    public void A_call_from_before_introductions_were_kept_passes_to_nobody() => Assert.Null(Due(A.Plan(), []));

    [Fact]
    public void Who_is_away_shares_the_call_with_the_alternate()
    {
        var plan = Changed(new PersonChange { PersonId = "farid", AwaySince = Now });

        Assert.Equal(("alia", "farid", HandOverReason.Absence), Short(Due(plan, Farid)));
        Assert.Equal(["farid", "alia"], Recipients.Of(A.Round(plan), A.DataCall(), Audience.FocalPoint, Now).Addressees.Select(person => person.Id));
    }

    [Theory]
    [InlineData("farid", "alia")]
    [InlineData("farid alia", "hashim")]
    public void An_address_that_fails_passes_the_call_to_the_alternate_or_the_head(string failed, string to)
    {
        var plan = Changed([.. failed.Split(' ').Select(id => new PersonChange { PersonId = id, FailsBecause = "550" })]);

        Assert.Equal((to, "farid", HandOverReason.Unreachable), Short(Due(plan, Farid)));
    }

    [Fact]
    public void The_secretariat_needs_no_introduction_where_nobody_can_be_reached()
        => Assert.Null(Due(Changed([.. new[] { "farid", "alia", "hashim" }.Select(id => new PersonChange { PersonId = id, FailsBecause = "550" })]), Farid));

    [Fact]
    public void A_successor_gets_the_call_on_the_first_day_and_not_before()
    {
        var plan = Changed(
            new PersonChange { PersonId = "farid", LastDay = A.Day("2025-01-14") },
            new PersonChange { PersonId = "zaid", Added = A.Round().Person("farid")! with { Id = "zaid", Email = "zaid@pdrm.example", From = A.Day("2025-01-15") } });

        Assert.Null(Due(plan, Farid));
        Assert.Equal(A.Moment("2025-01-15T09:00"), HandOverRules.NextChange(A.Round(plan), A.DataCall(), Now));
        Assert.Equal(("zaid", "farid", HandOverReason.Turnover), Short(HandOverRules.Due(A.Round(plan), A.DataCall(), Farid, A.Moment("2025-01-15T09:00"))));
        Assert.Null(HandOverRules.NextChange(A.Round(plan), A.DataCall(), A.Moment("2025-01-15T09:00")));
    }

    [Fact]
    public void Somebody_who_was_told_before_is_not_told_again()
        => Assert.Null(Due(Changed(new PersonChange { PersonId = "farid", AwaySince = Now }), [.. Farid, new("ALIA@pdrm.example", Now)]));

    [Theory]
    [InlineData("farid", "2025-01-14T23:00", null)]
    [InlineData("farid", "2025-01-15T00:00", "Farid of PDRM is not in charge of PDRM's answers now.")]
    [InlineData("zaid", "2025-01-14T23:00", "Zaid is not in charge of PDRM's answers now.")]
    [InlineData("zaid", "2025-01-15T00:00", null)]
    [InlineData("alia", "2025-01-15T00:00", null)]
    [InlineData("hashim", "2025-01-15T00:00", null)]
    [InlineData("mei", "2025-01-15T00:00", "Mei of KPWKM does not answer for PDRM.")]
    [InlineData("aisyah", "2025-01-15T00:00", "Aisyah of KDN does not answer for PDRM.")]
    [InlineData("nobody", "2025-01-15T00:00", "Nobody with the id 'nobody' belongs to this cycle.")]
    public void Who_may_act_for_a_call_changes_with_the_seat(string person, string at, string? refusal)
    {
        var plan = Changed(
            new PersonChange { PersonId = "farid", LastDay = A.Day("2025-01-14") },
            new PersonChange { PersonId = "zaid", Added = A.Round().Person("farid")! with { Id = "zaid", Name = "Zaid", Email = "zaid@pdrm.example", From = A.Day("2025-01-15") } });

        Assert.Equal(refusal, Standing.Refusal(A.Round(plan), A.DataCall(), person, A.Moment(at)));
    }

    [Theory]
    [InlineData(Language.En)]
    [InlineData(Language.Ms)]
    public void The_hand_over_reads_as_it_was_approved(Language language)
    {
        var round = A.Round(A.Plan(language));
        Item[] items = [An.Item("R01").Returned(), An.Item("R02").Accepted()];
        var mails = Enum.GetValues<HandOverReason>().Select(reason => HandOverLetters.Of(round, A.DataCall(), reason == HandOverReason.New ? [items[1]] : items, new HandOver(round.Person("alia")!, round.Person("farid"), reason), Now));

        Approved.Matches(
            string.Join("\n========\n\n", mails.Select(mail => $"Key: {mail.Key}\nTo: {mail.To[0].Address}\nSubject: {mail.Subject}\n\n{mail.Text}\n")),
            "tests", "Turnover", $"handover.{language.ToString().ToLowerInvariant()}.approved.txt");
    }

    static HandOver? Due(Plan plan, IReadOnlyList<Introduction> introduced) => HandOverRules.Due(A.Round(plan), A.DataCall(), introduced, Now);

    static Plan Changed(params PersonChange[] changes) => PeopleOverlay.Over(A.Plan(), changes);

    static (string, string?, HandOverReason) Short(HandOver? handOver) => (handOver!.To.Id, handOver.From?.Id, handOver.Reason);
}
