using System.Globalization;
using Assessment.Submission;

namespace Assessment.Tests.Submission;

public class IndicatorLineTests
{
    [Theory]
    [InlineData("one organisation", "PDRM", false, "PDRM=97", "97", "-31", "")]
    [InlineData("nobody has a value", "PDRM", false, "PDRM=", null, null, "Not available")]
    [InlineData("several that add up", "PDRM,JIM", true, "PDRM=97 JIM=40", "137", "9", "Sum of PDRM 97, JIM 40")]
    [InlineData("a sum that lacks one", "PDRM,JIM", true, "PDRM=97 JIM=", null, null, "No total: JIM states no value")]
    [InlineData("several counts of the same thing", "PDRM,AGC", false, "PDRM=41 AGC=38", null, null, "Separate counts: PDRM 41, AGC 38")]
    [InlineData("one of several counts", "PDRM,AGC", false, "PDRM=41 AGC=", null, null, "Separate counts: PDRM 41")]
    public void Last_year_is_compared_with_one_number_or_with_none(string what, string from, bool addsUp, string stated, string? now, string? change, string note)
    {
        var line = IndicatorLine.Of([.. stated.Split(' ').Select(pair => Stated(pair.Split('='), from.Split(','), addsUp))]);

        Assert.Equal((what, now, change, note), (what, Text(line.Now), Text(line.Change), line.Note));
        Assert.Equal(128, line.Before);
    }

    [Theory]
    [InlineData("a total with others' parts in it", "NSO=1212 PDRM=468 JIM=297", "1212", "Total of NSO, which has in it PDRM 468, JIM 297, together 765")]
    [InlineData("a total alone", "NSO=1212", "1212", "Total of NSO")]
    [InlineData("a total that nobody states", "NSO= PDRM=468", null, "No total: NSO states no value")]
    [InlineData("parts that are more than the total", "NSO=700 PDRM=468 JIM=297", "700", "Total of NSO, which has in it PDRM 468, JIM 297; these come to 765, more than the total")]
    public void A_total_that_one_organisation_states_is_not_added_to_its_parts(string what, string stated, string? now, string note)
    {
        var line = IndicatorLine.Of([.. stated.Split(' ').Select(pair => Stated(pair.Split('='), ["NSO", "PDRM", "JIM"], addsUp: true) with { TotalBy = "NSO" })]);

        Assert.Equal((what, now, note), (what, Text(line.Now), line.Note));
    }

    [Fact]
    public void Different_units_and_values_beyond_measure_are_not_added_up()
    {
        string[] from = ["PDRM", "JIM"];
        var persons = Stated(["PDRM", "1"], from, addsUp: true);
        var cases = Stated(["JIM", "1"], from, addsUp: true);
        var huge = persons with { Figure = persons.Figure with { Value = decimal.MaxValue } };

        Assert.Null(IndicatorLine.Of([persons, cases with { Figure = cases.Figure with { Unit = "cases" } }]).Now);
        Assert.Null(IndicatorLine.Of([huge, cases]).Now);
    }

    [Theory]
    [InlineData(60, 40, "150")]
    [InlineData(0, 40, "0")]
    [InlineData(3, 0, null)]
    public void The_index_is_per_cent_of_last_year_and_needs_one(int now, int before, string? expected) =>
        Assert.Equal(expected, Text(IndicatorLine.Of([A.Figure("PDRM", "R01.1", "Persons", now, before)]).Index));

    static SubmittedFigure Stated(string[] pair, string[] from, bool addsUp) =>
        A.Figure(pair[0], "R02.1", "Papers", pair[1] is { Length: > 0 } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null, 128, "papers") with { From = from, AddsUp = addsUp };

    static string? Text(decimal? number) => number?.ToString("0.#", CultureInfo.InvariantCulture);
}
