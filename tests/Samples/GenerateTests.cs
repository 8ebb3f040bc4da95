using Assessment.Host.Commands.Generate;

namespace Assessment.Tests.Samples;

public sealed class GenerateTests : IDisposable
{
    readonly string temporary = Directory.CreateTempSubdirectory("assess-generate-").FullName;

    public void Dispose() => Directory.Delete(temporary, recursive: true);

    internal static SampleFolder Folder(CycleSize size) =>
        new(GeneratedCycle.Files(size).ToDictionary(file => file.Path, file => file.Content, StringComparer.Ordinal));

    [Fact]
    public void The_same_seed_gives_the_same_bytes()
    {
        var size = new CycleSize(25, 8, 2, 42);

        Assert.Equal(Fingerprints(size), Fingerprints(size));
    }

    [Fact]
    public void A_generated_cycle_does_not_change_between_versions_unnoticed() =>
        Assert.Equal("b3a3963aecb8d52a", Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
            [.. GeneratedCycle.Files(new CycleSize(12, 7, 2, 3)).SelectMany(file => file.Content)]))[..16]);

    [Theory]
    [InlineData("scenario.yaml")]
    [InlineData("people.csv")]
    [InlineData("recommendations.yaml")]
    public void Another_seed_gives_other_people_and_other_behaviour(string file) =>
        Assert.NotEqual(Content(new CycleSize(25, 8, 2, 1), file), Content(new CycleSize(25, 8, 2, 2), file));

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(4, 17, 3, 1)]
    [InlineData(10, 5, 2, 1)]
    [InlineData(11, 5, 2, 2)]
    [InlineData(20, 17, 12, 2)]
    [InlineData(60, 17, 1, 6)]
    public void A_cycle_has_as_many_of_everything_as_asked(int agencies, int recommendations, int rounds, int ministries)
    {
        var folder = Folder(new CycleSize(agencies, recommendations, rounds, 1));

        Assert.Equal(agencies, folder.AskedOrganisations.Count());
        Assert.Equal(recommendations, folder.Recommendations.Count);
        Assert.Equal(rounds, folder.Rounds.Count);
        Assert.Equal(ministries, folder.Organisations.Count(organisation => organisation["kind"] == "ministry"));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public void The_work_of_one_agency_does_not_grow_with_their_number(int agencies)
    {
        var folder = Folder(new CycleSize(agencies, 20, 2, 1));

        Assert.All(folder.Rounds, round => Assert.All(folder.Asks(round).CountBy(ask => ask.Organisation), asked => Assert.Equal(5, asked.Value)));
    }

    [Fact]
    public void Most_agencies_answer_promptly_and_some_in_every_other_way()
    {
        var folder = Folder(new CycleSize(300, 17, 1, 1));
        var replies = folder.Replies.GroupBy(reply => reply.Organisation).ToList();

        Assert.InRange(replies.Count, 270, 299);
        Assert.Contains(replies, organisation => organisation.Any(reply => reply.To == "escalation"));
        Assert.Contains(replies, organisation => organisation.Any(reply => reply.To == "return"));
        Assert.Contains(replies, organisation => organisation.Count(reply => reply.To == "letter") == 2);
        Assert.InRange(replies.Count(organisation => organisation.Count() == 1 && organisation.Single().To == "letter"), 210, 270);
        Assert.NotEmpty(folder.Decisions);
    }

    [Fact]
    public void The_command_writes_the_files_and_says_what_they_hold()
    {
        var folder = Path.Combine(temporary, "new", "cycle");
        var (code, output, error) = Run(new CycleSize(6, 5, 1, 1), folder);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{folder}: {Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count()} files. "
            + "Agencies: 6, ministries: 1, recommendations: 5, rounds: 1, items for each agency and round: 5.\n", output.ReplaceLineEndings("\n"));
        Assert.Equal(Content(new CycleSize(6, 5, 1, 1), "scenario.yaml"), File.ReadAllBytes(Path.Combine(folder, "scenario.yaml")));
    }

    [Fact]
    public void A_folder_with_content_is_left_alone()
    {
        var note = Path.Combine(temporary, "note.txt");
        File.WriteAllText(note, "mine");
        var (code, _, error) = Run(new CycleSize(6, 5, 1, 1), temporary);

        Assert.Equal(1, code);
        Assert.Equal($"'{temporary}' is not empty. Name a folder that is new or empty: nothing is overwritten.\n", error.ReplaceLineEndings("\n"));
        Assert.Equal([note], Directory.EnumerateFileSystemEntries(temporary));
    }

    [Theory]
    [InlineData(0, 5, 1, "--agencies 0 is not possible. Write a number from 1 to 5000.")]
    [InlineData(5001, 5, 1, "--agencies 5001 is not possible. Write a number from 1 to 5000.")]
    [InlineData(5, 100, 1, "--recommendations 100 is not possible. Write a number from 1 to 99.")]
    [InlineData(5, 5, 13, "--rounds 13 is not possible. Write a number from 1 to 12.")]
    [InlineData(2, 17, 1, "--agencies 2 are too few for 17 recommendations: each is asked about 5. Write at least --agencies 4.")]
    public void A_size_that_is_not_possible_is_refused_with_a_remedy(int agencies, int recommendations, int rounds, string expected)
    {
        var folder = Path.Combine(temporary, "refused");
        var (code, _, error) = Run(new CycleSize(agencies, recommendations, rounds, 1), folder);

        Assert.Equal((1, expected), (code, error.TrimEnd()));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_negative_seed_is_refused() =>
        Assert.Equal((1, "--seed -5 is not possible. Write 0 or more."), (Run(new CycleSize(5, 5, 1, -5), temporary).Code, Run(new CycleSize(5, 5, 1, -5), temporary).Error.TrimEnd()));

    [Theory]
    [InlineData("--agencies", "many", "--out", "x")]
    [InlineData("--agencies", "4")]
    public void A_command_line_that_cannot_be_read_ends_with_1(params string[] arguments) =>
        Assert.Equal(1, GenerateCommand.Create().Parse(arguments).Invoke(new() { Output = TextWriter.Null, Error = TextWriter.Null }));

    static byte[] Content(CycleSize size, string file) => GeneratedCycle.Files(size).Single(generated => generated.Path == file).Content;

    static List<string> Fingerprints(CycleSize size) =>
        [.. GeneratedCycle.Files(size).Select(file => $"{file.Path} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Content))}")];

    static (int Code, string Output, string Error) Run(CycleSize size, string folder)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (GenerateCommand.Generate(size, folder, output, error), output.ToString(), error.ToString());
    }
}
