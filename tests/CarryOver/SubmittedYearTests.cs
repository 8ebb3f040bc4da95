using Assessment.Cycle;
using Assessment.Host.Commands.CarryOver;
using Assessment.Submission;
using Assessment.Tests.Submission;

namespace Assessment.Tests.CarryOver;

/// <summary>What is read from a package is what was written into it.</summary>
public sealed class SubmittedYearTests : IAsyncLifetime
{
    readonly string path = Path.Combine(Directory.CreateTempSubdirectory("assess-carry-").FullName, "package.zip");
    SubmittedYear year = null!;

    public async Task InitializeAsync()
    {
        await File.WriteAllBytesAsync(path, await Packages.Write(A.Submission()));
        year = (await SubmittedYear.Read(path, null, CancellationToken.None)).Year!;
    }

    [Fact]
    public void Every_answer_is_read_with_its_words_and_evidence()
    {
        var expected = A.Submission().Recommendations.SelectMany(recommendation => recommendation.Answers
            .Select(answer => (answer.Organisation, recommendation.Code, answer.Narrative, answer.NothingToReport, string.Join(',', answer.Evidence))));

        Assert.Equal(expected, year.Content.Answers.Select(answer => (answer.Organisation, answer.Recommendation, answer.Narrative, answer.NothingToReport, string.Join(',', answer.Evidence))));
    }

    [Fact]
    public void Every_figure_of_an_answer_is_read_as_it_was_stated()
    {
        var answered = A.Submission().Recommendations.SelectMany(recommendation => recommendation.Figures.Where(figure => recommendation.Answers.Any(answer => answer.Organisation == figure.Organisation)));

        Assert.Equal(
            answered.Select(figure => (figure.Organisation, new LastFigure
            {
                Indicator = figure.Indicator,
                Name = figure.Name,
                Value = figure.Figure.Value,
                Unit = figure.Figure.Unit,
                From = figure.Figure.From,
                To = figure.Figure.To,
                CutOff = figure.Figure.CutOff,
                Source = figure.Figure.Source,
            })).OrderBy(pair => pair.Organisation, StringComparer.Ordinal),
            year.Content.Answers.SelectMany(answer => answer.Figures.Select(figure => (answer.Organisation, figure))).OrderBy(pair => pair.Organisation, StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_is_named_by_its_file_its_manifest_and_its_key()
    {
        Assert.Equal(("package.zip", "my-tip-2025", "annual", SigningKey.Fingerprint(Packages.Key)), (year.Content.Package, year.Content.Cycle, year.Content.Round, year.Fingerprint));
        Assert.Equal(64, year.Content.Manifest.Length);
    }

    [Fact]
    public async Task A_package_that_was_touched_is_refused()
    {
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);

        var (touched, refusal) = await SubmittedYear.Read(path, null, CancellationToken.None);

        Assert.Null(touched);
        Assert.StartsWith("The package is not valid: ", refusal, StringComparison.Ordinal);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return Task.CompletedTask;
    }
}
