namespace Assessment.Tests.Samples;

/// <summary>The size of the Malaysian sample and the cast of its scenario.</summary>
public class MalaysiaTests
{
    static readonly SampleFolder Malaysia = SampleFolder.Named("malaysia-2025");

    [Fact]
    public void It_asks_about_all_sixteen_points_and_the_new_one()
    {
        string[] expected = [.. Enumerable.Range(1, 16).Select(number => $"R{number:00}"), "N01"];

        Assert.Equal(expected, Malaysia.Recommendations.Select(recommendation => SampleFolder.Text(recommendation, "code")));
        Assert.Equal("N01", SampleFolder.Text(Assert.Single(Malaysia.Recommendations, recommendation => SampleFolder.Text(recommendation, "new") == "true"), "code"));
    }

    [Fact]
    public void It_asks_at_least_twenty_organisations_of_eight_ministries_and_three_partners()
    {
        var asked = Malaysia.Organisations.Where(organisation => Malaysia.AskedOrganisations.Contains(organisation["code"])).ToList();
        var official = asked.Where(organisation => organisation["kind"] != "partner").ToList();

        Assert.True(official.Count >= 20, $"{official.Count} official organisations are asked.");
        Assert.True(official.Select(organisation => organisation["ministry"] is { Length: > 0 } ministry ? ministry : organisation["code"]).Distinct().Count() >= 8);
        Assert.True(asked.Count - official.Count >= 3);
    }

    [Fact]
    public void It_has_at_least_thirty_files_in_five_formats_below_three_megabytes()
    {
        var paths = Malaysia.EvidencePaths.ToList();

        Assert.True(paths.Count >= 30, $"There are {paths.Count} files.");
        Assert.Equal([".csv", ".docx", ".pdf", ".png", ".xlsx"], paths.Select(path => Path.GetExtension(path)!).Distinct().Order(StringComparer.Ordinal));
        Assert.InRange(paths.Sum(path => Malaysia.Content(path).Length), 1, 3_000_000);
    }

    [Fact]
    public void One_organisation_never_answers_the_annual_call()
    {
        var annual = Malaysia.Rounds.Single(round => SampleFolder.Text(round, "id") == "annual");
        var answered = Malaysia.Replies.Where(reply => reply.Round == "annual").Select(reply => reply.Organisation);

        Assert.Equal(["APMM"], Malaysia.Asks(annual).Select(ask => ask.Organisation).Distinct().Except(answered));
    }

    [Fact]
    public void Sabah_answers_only_once_its_head_was_told() =>
        Assert.Equal("escalation", Assert.Single(Malaysia.Replies, reply => reply.Organisation == "JTK Sabah").To);

    [Theory]
    [InlineData("MTUC", "subject")]
    [InlineData("JTK Sarawak", "references")]
    [InlineData("IJM", "none")]
    public void Three_organisations_do_not_answer_in_the_thread(string organisation, string thread) =>
        Assert.Equal(thread, Assert.Single(Malaysia.Replies, reply => reply.Organisation == organisation).Thread);

    [Theory]
    [InlineData("PDRM", "R02")]
    [InlineData("AGC", "R05")]
    public void Whoever_asks_for_more_time_answers_later(string organisation, string code)
    {
        var items = Malaysia.Replies
            .Where(reply => reply.Organisation == organisation && reply.Round == "annual")
            .SelectMany(reply => reply.Items)
            .Where(item => item.Code == code)
            .ToList();

        Assert.Equal(["extension", "answer"], items.Take(2).Select(item => item.Says.First(word => word is "extension" or "answer")));
    }

    [Theory]
    [InlineData("extension-request", "refuse", "R05")]
    [InlineData("review-item", "return", "R15")]
    public void A_decision_that_is_not_the_favourable_one_has_a_reason(string card, string decision, string item)
    {
        var found = Assert.Single(Malaysia.Decisions, entry => SampleFolder.Text(entry, "card") == card && SampleFolder.Text(entry, "item") == item);

        Assert.Equal(decision, SampleFolder.Text(found, "decision"));
        Assert.NotEmpty(SampleFolder.Text(found, "reason"));
    }

    [Fact]
    public void The_focal_point_of_KPWKM_changes_on_15_January_2025()
    {
        var posts = Malaysia.People.Where(person => person["organisation"] == "KPWKM" && person["role"] == "focal-point").Select(person => (person["from"], person["to"]));

        Assert.Equal([("", "2025-01-14"), ("2025-01-15", "")], posts);
    }

    [Theory]
    [InlineData("R01-sop-screening.pdf")]
    [InlineData("R16-campaign-report.pdf")]
    public void Long_documents_have_several_pages(string file) =>
        Assert.Matches(@"/Count [2-9] ", System.Text.Encoding.Latin1.GetString(Malaysia.Content($"evidence/{file}")));
}
