using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Assessment.Tests.Samples;

/// <summary>What holds for every cycle folder that we ship or generate.</summary>
public partial class SampleTests
{
    static readonly Dictionary<string, SampleFolder> Folders = new(StringComparer.Ordinal)
    {
        ["malaysia-2025"] = SampleFolder.Named("malaysia-2025"),
        ["smoke"] = SampleFolder.Named("smoke"),
        ["generated"] = GenerateTests.Folder(new(30, 9, 3, 5)),
    };

    public static TheoryData<string> All => [.. Folders.Keys];

    static SampleFolder Folder(string sample) => Folders[sample];

    [Theory, MemberData(nameof(All))]
    public void Every_evidence_file_opens_and_names_no_author(string sample)
    {
        var folder = Folder(sample);

        Assert.NotEmpty(folder.EvidencePaths);
        Assert.All(folder.EvidencePaths, path => FileFormats.Open(path, folder.Content(path)));
    }

    [Theory, MemberData(nameof(All))]
    public void The_scenario_sends_every_evidence_file_and_no_other(string sample)
    {
        var folder = Folder(sample);

        Assert.Equal(folder.EvidencePaths, folder.Replies.SelectMany(reply => reply.Items).SelectMany(item => item.Files).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(All))]
    public void A_file_carries_the_code_of_the_item_it_belongs_to(string sample) => Assert.All(
        Folder(sample).Replies.SelectMany(reply => reply.Items),
        item => Assert.All(item.Files, file => Assert.StartsWith($"evidence/{item.Code}-", file, StringComparison.Ordinal)));

    [Theory, MemberData(nameof(All))]
    public void Every_person_has_an_address_of_their_own_that_no_mail_can_reach(string sample)
    {
        var people = Folder(sample).People;

        Assert.All(people, person => Assert.Matches(Unreachable(), person["email"]));
        Assert.Equal(people.Count, people.DistinctBy(person => person["email"]).Count());
        Assert.Equal(people.Count, people.DistinctBy(person => person["id"]).Count());
    }

    [Theory, MemberData(nameof(All))]
    public void Everybody_who_is_asked_has_a_focal_point_an_alternate_and_a_head_and_every_ministry_a_signatory(string sample)
    {
        var folder = Folder(sample);
        var posts = folder.People.Select(person => (person["organisation"], person["role"])).ToHashSet();

        Assert.All(folder.AskedOrganisations, code => Assert.All(["focal-point", "alternate", "head"], role => Assert.Contains((code, role), posts)));
        Assert.All(
            folder.Organisations.Where(organisation => organisation["kind"] == "ministry"),
            ministry => Assert.Contains((ministry["code"], "signatory"), posts));
        Assert.Equal(2, folder.People.Count(person => person["role"] == "secretariat"));
        Assert.Single(folder.People, person => person["role"] == "chair");
    }

    [Theory, MemberData(nameof(All))]
    public void Whoever_replies_answers_everything_they_were_asked_and_nothing_else(string sample)
    {
        var folder = Folder(sample);
        foreach (var round in folder.Rounds)
        {
            var replies = folder.Replies.Where(reply => reply.Round == SampleFolder.Text(round, "id")).ToLookup(reply => reply.Organisation);
            var asked = folder.Asks(round).ToLookup(ask => ask.Organisation, ask => ask.Code);

            Assert.Superset(replies.Select(organisation => organisation.Key).ToHashSet(), asked.Select(organisation => organisation.Key).ToHashSet());
            Assert.All(replies, organisation => Assert.Equal(
                asked[organisation.Key].Order(StringComparer.Ordinal),
                organisation.SelectMany(reply => reply.Items).Where(item => item.IsAnswer).Select(item => item.Code).Distinct().Order(StringComparer.Ordinal)));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void An_answer_states_every_figure_required_of_its_organisation_and_a_correction_only_what_changes(string sample)
    {
        var folder = Folder(sample);

        Assert.All(folder.Replies.Where(reply => reply.To != "correction"), reply => Assert.All(
            reply.Items.Where(item => item.Says.Contains("answer")),
            item => Assert.Equal(folder.Required(reply.Organisation, item.Code), item.Figures.Select(figure => figure.Indicator).Except(folder.Shared))));
    }

    [Theory, MemberData(nameof(All))]
    public void A_figure_has_a_cut_off_date_and_a_source_or_says_why_there_is_none_unless_a_later_reply_completes_it(string sample)
    {
        var figures = Folder(sample).Replies.SelectMany(reply => reply.Items.SelectMany(item => item.Figures.Select(figure => (reply.Organisation, reply.Round, Figure: figure)))).ToList();

        Assert.All(figures, stated => Assert.True(
            IsComplete(stated.Figure) || figures.Any(later => later != stated && (later.Organisation, later.Round, later.Figure.Indicator) == (stated.Organisation, stated.Round, stated.Figure.Indicator) && IsComplete(later.Figure)),
            stated.Figure.Indicator));
    }

    static bool IsComplete(SampleFigure figure) => figure is { Value: not null, CutOff: not null, Source: not null } or { Value: null, IsExplained: true };

    [Theory, MemberData(nameof(All))]
    public void A_figure_is_the_sum_of_its_parts_unless_the_scenario_returns_it(string sample)
    {
        var folder = Folder(sample);
        var wrong = from reply in folder.Replies
                    from item in reply.Items
                    where item.Figures.Any(figure => figure.SumOfParts is { } sum && sum != figure.Value)
                    select (reply.Organisation, reply.Round, item.Code);
        var returned = from decision in folder.Decisions
                       where SampleFolder.Text(decision, "decision") == "return"
                       select (SampleFolder.Text(decision, "organisation"), SampleFolder.Text(decision, "round"), SampleFolder.Text(decision, "item"));

        Assert.Subset(returned.ToHashSet(), wrong.ToHashSet());
    }

    [Theory, MemberData(nameof(All))]
    public void Every_decision_is_about_something_that_was_asked(string sample)
    {
        var folder = Folder(sample);
        var asks = folder.Rounds.SelectMany(round => folder.Asks(round).Select(ask => (SampleFolder.Text(round, "id"), ask.Organisation, ask.Code))).ToHashSet();

        Assert.All(
            folder.Decisions.Where(decision => SampleFolder.Has(decision, "item")),
            decision => Assert.Contains(
                (SampleFolder.Text(decision, "round"), SampleFolder.Text(decision, "organisation"), SampleFolder.Text(decision, "item")),
                asks));
    }

    [Theory, MemberData(nameof(All))]
    public void A_reply_that_names_its_sender_names_a_person_of_that_organisation(string sample)
    {
        var folder = Folder(sample);

        Assert.All(
            folder.Replies.Where(reply => reply.From is not null),
            reply => Assert.Equal(reply.Organisation, Assert.Single(folder.People, person => person["id"] == reply.From)["organisation"]));
    }

    [Theory, MemberData(nameof(All))]
    public void Every_recommendation_is_there_in_both_languages_with_typical_evidence(string sample) => Assert.All(
        Folder(sample).Recommendations,
        recommendation =>
        {
            Assert.NotEqual(SampleFolder.Text(recommendation, "text"), SampleFolder.Text(recommendation, "textMs"));
            Assert.NotEmpty(SampleFolder.Texts(recommendation, "evidence"));
        });

    [Theory]
    [InlineData("malaysia-2025", "federal")]
    [InlineData("generated", "sunday")]
    [InlineData("generated", "friday")]
    public void Opening_due_and_sign_off_dates_are_working_days_in_order(string sample, string calendar)
    {
        var folder = Folder(sample);
        var off = DaysOff(folder, calendar);
        foreach (var round in folder.Rounds)
        {
            var dates = new[] { "opens", "repliesDue", "signOffBy", "endorsementBy" }.Where(key => SampleFolder.Has(round, key)).Select(key => Day(SampleFolder.Text(round, key))).ToList();

            Assert.All(dates, day => Assert.False(off(day), $"{day} is a day off."));
            Assert.Equal(dates.Order(), dates);
            Assert.True(WorkingDaysAfter(dates[1], 4, off) < dates[2], "Calls close four working days after the due date, and ministries sign after that.");
            Assert.True(dates[^1] < Day(SampleFolder.Text((YamlMappingNode)round["hardDate"], "at")));
        }
    }

    static DateOnly WorkingDaysAfter(DateOnly day, int count, Func<DateOnly, bool> off)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            count -= off(day) ? 0 : 1;
        }

        return day;
    }

    static Func<DateOnly, bool> DaysOff(SampleFolder folder, string id)
    {
        var calendar = SampleFolder.List(folder.Yaml("calendars.yaml"), "calendars").Single(calendar => SampleFolder.Text(calendar, "id") == id);
        var holidays = SampleFolder.List(calendar, "holidays").Select(holiday => Day(SampleFolder.Text(holiday, "day"))).ToHashSet();
        var weekend = SampleFolder.Texts(SampleFolder.List(calendar, "weekends").Single(), "days").Select(name => Enum.Parse<DayOfWeek>(name, ignoreCase: true)).ToHashSet();
        return day => weekend.Contains(day.DayOfWeek) || holidays.Contains(day);
    }

    static DateOnly Day(string text) => DateOnly.ParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[a-z0-9.-]+@[a-z0-9-]+\.example$")]
    private static partial Regex Unreachable();
}
