using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Assessment.Host.Commands;
using Assessment.Submission;

namespace Assessment.Tests.Year;

/// <summary>The sample year with the Graph mailbox, by HTTP to Microsoft Graph on this machine, beside the same year on the local ports.</summary>
[Collection(SampleYear.Collection)]
public sealed partial class GraphYearTests(SampleYear sample) : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_year_is_the_same_with_the_Graph_mailbox()
    {
        var run = await Rehearse.Run(Rehearse.Options(SampleYear.Folder, folder) with { Mailbox = MailboxKind.Graph, KeyFile = sample.KeyFile });
        Assert.True(run.ExitCode == 0, run.Output);
        var graph = new RehearsedYear(folder["out"]);

        Assert.Equal(Lines(sample.Year), Lines(graph));
        Assert.Equal(Counts(sample.Year), Counts(graph));
        Assert.Equal(sample.Year.Mails.Select(mail => mail.FileName), graph.Mails.Select(mail => mail.FileName));
        Assert.Equal(sample.Year.Mails.Select(Words), graph.Mails.Select(Words));
        foreach (var round in sample.Plan.Rounds)
        {
            Assert.Equal(Decided(sample.Year, round.Id), Decided(graph, round.Id));
        }
    }

    static IEnumerable<string> Lines(RehearsedYear year) => File.ReadLines(Path.Combine(year.Path, "timeline.txt"));

    /// <summary>All numbers of the summary; the ledger's hash covers the ids of messages, which the mailbox gives.</summary>
    static string Counts(RehearsedYear year)
    {
        var counts = JsonNode.Parse(year.Summary.ToJsonString())!.AsObject();
        counts.Remove("ledgerHash");
        return counts.ToJsonString();
    }

    /// <summary>
    /// The page that each mail is; its plain text is written by Exchange itself from the page, so it is not ours to compare. No two signatures of one
    /// package are the same, so the hash of the archive differs from run to run.
    /// </summary>
    static (string, string, string, int) Words(RehearsedMail mail) => (mail.Message.Subject ?? "", string.Join(' ', mail.To.Concat(mail.Cc)), Hash().Replace((mail.Message.HtmlBody ?? mail.Text).ReplaceLineEndings("\n").TrimEnd(), "…"), mail.Message.Attachments.Count());

    /// <summary>What was decided, without the hashes that cover ids of messages.</summary>
    static string Decided(RehearsedYear year, string round)
    {
        var decisions = JsonNode.Parse(RehearsedYear.Entries(year.PackageOf(round))[Decisions.FileName])!;
        Blank(decisions);
        return decisions.ToJsonString();
    }

    static void Blank(JsonNode? node)
    {
        foreach (var child in node is JsonObject members ? members.Select(member => member.Value).ToList() : node is JsonArray elements ? [.. elements] : [])
        {
            Blank(child);
        }

        if (node is JsonObject known)
        {
            foreach (var name in new[] { "digest", "ledgerHead", "head", "hash" }.Where(known.ContainsKey))
            {
                known[name] = "";
            }
        }
    }

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
