using Assessment.Cycle;

namespace Assessment.Tests.Year;

/// <summary>Who is reminded when, over all calls of the sample year.</summary>
[Collection(SampleYear.Collection)]
public sealed class ReminderTests(SampleYear sample)
{
    static readonly string[] Digests = ["reminder", "escalation"];

    RehearsedYear Year => sample.Year;

    IReadOnlyList<RehearsedMail> Reminders => [.. Year.Mails.Where(mail => mail.IsOutgoing && Digests.Contains(mail.Kind))];

    [Fact]
    public void Before_the_annual_date_reminders_fall_on_the_3rd_6th_and_8th_of_January_at_nine()
    {
        var due = new DateTime(2025, 1, 10, 17, 0, 0);
        var moments = Reminders
            .Where(mail => mail.About.StartsWith("my-tip-2025-annual-", StringComparison.Ordinal) && mail.Local < due)
            .Where(mail => !mail.About.EndsWith("-kelantan", StringComparison.Ordinal) && !mail.About.EndsWith("-pdrm", StringComparison.Ordinal))
            .Select(mail => mail.Local)
            .Distinct()
            .Order();

        Assert.Equal([new DateTime(2025, 1, 3, 9, 0, 0), new DateTime(2025, 1, 6, 9, 0, 0), new DateTime(2025, 1, 8, 9, 0, 0)], moments);
    }

    [Fact]
    public void Kelantan_rests_on_Friday_and_Saturday_and_Thursday_is_a_late_holiday_so_its_reminders_fall_on_Sunday_Monday_Tuesday_and_the_Sunday_after() => Assert.Equal(
        [new DateTime(2025, 1, 5, 9, 0, 0), new DateTime(2025, 1, 6, 9, 0, 0), new DateTime(2025, 1, 7, 9, 0, 0), new DateTime(2025, 1, 12, 9, 0, 0)],
        Reminders.Where(mail => mail.About == "my-tip-2025-annual-jtksm-kelantan").Select(mail => mail.Local));

    [Fact]
    public void Every_reminder_goes_out_at_nine_on_a_working_day_of_its_recipients()
    {
        Assert.NotEmpty(Reminders);
        Assert.All(Reminders, mail =>
        {
            Assert.Equal(new TimeOnly(9, 0), TimeOnly.FromDateTime(mail.Local));
            Assert.Null(CalendarOf(mail.About, mail.Local).WhyNot(DateOnly.FromDateTime(mail.Local)));
        });
    }

    [Theory]
    [InlineData("JTKSM Johor", "2024-12-29", true)]
    [InlineData("JTKSM Johor", "2024-12-27", false)]
    [InlineData("JTKSM Johor", "2025-01-03", true)]
    [InlineData("JTKSM Johor", "2025-01-05", false)]
    [InlineData("JTKSM Kelantan", "2025-01-03", false)]
    [InlineData("JTKSM Kelantan", "2025-01-05", true)]
    [InlineData("PDRM", "2025-01-03", true)]
    [InlineData("PDRM", "2025-01-05", false)]
    public void The_sample_has_offices_that_rest_on_other_days(string organisation, string day, bool works) =>
        Assert.Equal(works, WorkCalendar.For(sample.Plan, organisation, sample.Plan.Cycle.Starts).IsWorkingDay(DateOnly.Parse(day, null)));

    /// <summary>Answered, accepted or stated as missing: nothing that is listed in a reminder, and no call without open items, may be among them.</summary>
    [Fact]
    public void Nobody_is_reminded_of_an_item_that_was_answered() => Assert.All(Reminders, mail =>
    {
        var open = Year.About(mail.About)
            .Where(line => line.Local < mail.Local && line.Subject.Contains('/', StringComparison.Ordinal) && line.Kind is "ItemReplied" or "ItemReturned" or "ItemAccepted" or "ItemNotProvided" or "ItemReopened")
            .GroupBy(line => line.Subject.Split('/')[1])
            .Where(item => item.Last().Kind is not ("ItemReturned" or "ItemReopened"))
            .Select(item => item.Key);

        Assert.All(open, code => Assert.DoesNotContain($"- {code}  ", mail.Text, StringComparison.Ordinal));
        Assert.Contains("\n- ", mail.Text, StringComparison.Ordinal);
    });

    [Fact]
    public void Who_answered_everything_is_never_reminded_again()
    {
        var closed = Year.Timeline.Where(line => line.Kind == "CallClosed").ToDictionary(line => (line.Subject, line.At), line => line.Local);

        Assert.Equal(44, closed.Count);
        Assert.All(closed, call => Assert.DoesNotContain(Reminders, mail => mail.About == call.Key.Subject && mail.Local >= call.Value && !WasReopened(call.Key.Subject, call.Value, mail.Local)));

        bool WasReopened(string call, DateTime closed, DateTime reminded) => Year.About(call).Any(line => line.Kind == "CorrectionSent" && line.Local > closed && line.Local < reminded);
    }

    [Fact]
    public void No_person_gets_two_digests_on_one_day() => Assert.All(
        Reminders.SelectMany(mail => mail.To.Select(to => (To: to, mail.Local.Date))).GroupBy(digest => digest),
        digest => Assert.Single(digest));

    [Fact]
    public void No_call_gets_more_mails_than_the_cap_and_the_silent_one_gets_six() =>
        Assert.Equal(("my-tip-2025-annual-apmm", 6), Reminders.GroupBy(mail => mail.About).Select(call => (call.Key, call.Count())).MaxBy(call => call.Item2));

    [Theory]
    [InlineData("Why you receive this:", "What stops it:", "What comes next:")]
    [InlineData("Mengapa anda menerima e-mel ini:", "Apa yang menghentikannya:", "Apa seterusnya:")]
    public void Every_reminder_says_why_it_came_what_stops_it_and_what_comes_next(string why, string stops, string next)
    {
        var inThisLanguage = Reminders.Where(mail => mail.Text.Contains(why, StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(inThisLanguage);
        Assert.All(inThisLanguage, mail => Assert.Equal([true, true], new[] { stops, next }.Select(words => mail.Text.Contains(words, StringComparison.Ordinal))));
    }

    [Fact]
    public void Each_reminder_is_in_one_of_the_two_languages() => Assert.All(Reminders, mail => Assert.True(
        mail.Text.Contains("Why you receive this:", StringComparison.Ordinal) != mail.Text.Contains("Mengapa anda menerima e-mel ini:", StringComparison.Ordinal)));

    [Fact]
    public void What_a_reminder_announces_is_what_comes()
    {
        var apmm = Reminders.Where(mail => mail.About == "my-tip-2025-annual-apmm").ToList();

        foreach (var (mail, next) in apmm.Zip(apmm.Skip(1)))
        {
            Assert.Contains(next.Local.ToString("d 'Januari' yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture), mail.Text.Split("Apa seterusnya:")[1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Officers_are_reminded_of_a_call_once_a_day_at_most() => Assert.All(
        Year.Mails.Where(mail => mail.Kind == "taskreminder").GroupBy(mail => (mail.To.Single(), Call: CallOf(mail.About), mail.Local.Date)),
        day => Assert.Single(day));

    WorkCalendar CalendarOf(string call, DateTime local) => WorkCalendar.For(
        sample.Plan,
        sample.Plan.Organisations.Single(organisation => sample.Plan.Rounds.Any(round => call == Address.OfCall(Address.OfRound(sample.Plan.Cycle.Id, round.Id), organisation))).Code,
        Zone.Of(sample.Plan.Cycle.TimeZone).At(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local)));

    /// <summary>my-tip-2025-annual-jim-r01 is about the call my-tip-2025-annual-jim; a round's or a ministry's card is about itself.</summary>
    static string CallOf(string about) => System.Text.RegularExpressions.Regex.Replace(about, "-[rn][0-9]{2}$", "");
}
