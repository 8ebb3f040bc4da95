using System.Text;
using System.Text.Json;
using Assessment.Cycle;
using CsCheck;
using PlanFiles = Assessment.Tests.Cycle.PlanFiles;

namespace Assessment.Tests.CarryOver;

public class PlanWriterTests
{
    public static TheoryData<string> Folders => [Repository.PathTo("samples", "malaysia-2025"), Repository.PathTo("samples", "smoke"), PlanFiles.Folder];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_written_plan_reads_as_the_same_plan(string folder)
    {
        var plan = PlanReader.Read(folder, PlanFiles.StartedAt).Plan!;

        Assert.Equal(Json(plan), Json(Again(plan)));
    }

    [Fact]
    public void Writing_is_stable()
    {
        var plan = PlanFiles.Good.Plan;

        Assert.Equal(PlanWriter.Write(plan), PlanWriter.Write(Again(plan)));
    }

    [Fact]
    public void Any_text_survives() => Gen.String[Gen.Char[" aA1é,:;#'\"\\{}[]&*!|>%@`-?\n\r\t\u0085\u2028\ufeff漢\u0000"], 1, 30].Sample(
        text =>
        {
            var plan = PlanFiles.Good.Plan;
            var changed = plan with
            {
                Cycle = plan.Cycle with { Title = text },
                LastYear = Answered(text),
            };
            return Json(changed) == Json(Again(changed));
        },
        iter: 2000, threads: 1);

    [Fact]
    public void A_plan_without_a_start_keeps_its_offsets()
    {
        var plan = PlanReader.Read(Repository.PathTo("samples", "smoke"), PlanFiles.StartedAt).Plan!;
        var files = PlanWriter.Write(plan);

        Assert.DoesNotContain("starts:", Encoding.UTF8.GetString(files["cycle.yaml"]), StringComparison.Ordinal);
        Assert.Contains("    opens: +5s\n    repliesDue: +90s\n    signOffBy: +3m\n", Encoding.UTF8.GetString(files["rounds.yaml"]), StringComparison.Ordinal);
    }

    static Plan Again(Plan plan)
    {
        var reading = PlanReader.Read(PlanWriter.Write(plan), PlanFiles.StartedAt);
        return reading.Plan ?? throw new InvalidOperationException(string.Join('\n', reading.Faults));
    }

    static string Json(Plan plan) => JsonSerializer.Serialize(plan);

    static LastYear Answered(string text) => new()
    {
        Package = "package.zip",
        Manifest = "abc",
        Cycle = "my-tip-2024",
        Round = "annual",
        Answers =
        [
            new LastAnswer
            {
                Organisation = "PDRM",
                Recommendation = "R01",
                Narrative = text,
                Figures = [new LastFigure { Indicator = "R01.1", Name = text, Value = 12.5m, Source = text, To = new DateOnly(2024, 3, 31) }],
                Evidence = ["E-0001"],
            },
        ],
    };
}
