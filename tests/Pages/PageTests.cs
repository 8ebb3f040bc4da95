using System.Text;
using System.Text.Json;
using Assessment.Access;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Host.Functions;
using Assessment.Register;
using Microsoft.Extensions.DependencyInjection;
using Files = Assessment.Tests.Inspection.Files;

namespace Assessment.Tests.Pages;

/// <summary>The focal point's page through the app's own HTTP functions, from the link in the letter to the answer in the register.</summary>
public sealed class PageTests : IAsyncLifetime
{
    static readonly Dictionary<string, string> Figures = new()
    {
        ["answer"] = "Two circulars were issued.\nOne on 1 July, one on 1 August.",
        ["R01.1:value"] = "1,240",
        ["R01.1:cutoff"] = "2024-09-30",
        ["R01.1:source"] = "D3 register",
        ["R01.1/sex/female"] = "700",
        ["R01.1/sex/male"] = "540",
        ["R01.2:because"] = "the courts are asked",
        ["R01.2:planned"] = "2025-03-15",
        ["R01.3:because"] = "the courts are asked",
        ["R01.3:planned"] = "2025-03-15",
        ["R01.4:value"] = "412",
        ["R01.4:cutoff"] = "2024-09-30",
        ["R01.4:source"] = "Training register",
    };

    PageSite site = null!;

    public async Task InitializeAsync() => site = await PageSite.Open();

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Fact]
    public async Task The_letter_carries_each_recipients_own_link_and_the_register_only_its_hash()
    {
        var (focal, alternate) = (site.LinkOf(), site.LinkOf("ASP Grace Liew Sze Min"));
        var token = focal.Split('/')[^1];
        var link = (await site.Host.Register.Find<PersonalLink>(PageSite.Police, "pdrm-focal-1"))!;

        Assert.NotEqual(focal, alternate);
        Assert.Equal(SecretHash.Of(token), link.TokenHash);
        Assert.DoesNotContain(token, JsonSerializer.Serialize(link), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_shows_every_item_in_the_persons_language_and_can_be_switched()
    {
        var malay = await site.Page(site.PathOf());
        var english = await site.Page(malay.QuerySelector("header nav a")!.GetAttribute("href")!);

        Assert.Equal(("ms", "en"), (malay.DocumentElement.GetAttribute("lang"), english.DocumentElement.GetAttribute("lang")));
        Assert.Equal((await site.Host.Register.List<Item>(PageSite.Police)).Count, malay.QuerySelectorAll(".card").Length);
        Assert.Contains("Menunggu jawapan anda", malay.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Waiting for your answer", english.Body!.TextContent, StringComparison.Ordinal);
        Assert.All(english.QuerySelectorAll(".card a"), link => Assert.EndsWith("?lang=en", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/items/R01")]
    public async Task Every_answer_keeps_the_page_and_its_address_to_itself(string path)
    {
        var answer = await site.Get(site.PathOf() + path);

        Assert.Equal("no-store", answer.Headers.CacheControl);
        Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
        Assert.Equal("nosniff", answer.Headers.XContentTypeOptions);
        Assert.Equal("DENY", answer.Headers.XFrameOptions);
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", answer.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", answer.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_the_page_changes_nothing_and_is_in_the_ledger()
    {
        var before = JsonSerializer.Serialize(await site.Host.Register.List<Item>(PageSite.Police));

        await site.Page(site.PathOf());
        await site.Page($"{site.PathOf()}/items/R01");
        await site.Settle();

        Assert.Equal(before, JsonSerializer.Serialize(await site.Host.Register.List<Item>(PageSite.Police)));
        Assert.Empty(await site.Replies());
        Assert.Equal(
            ["DSP Rizal Hakimi bin Noordin opened the page.", "DSP Rizal Hakimi bin Noordin opened R01."],
            (await site.Ledger()).Where(line => line.StartsWith("LinkUsed", StringComparison.Ordinal)).Select(line => line.Split(": ")[1].Trim()));
    }

    [Fact]
    public async Task An_answer_on_the_page_goes_the_way_of_a_mailed_one()
    {
        var sent = await site.Answer("R01", Figures, ("R01-pekeliling.pdf", Files.Pdf()));
        await site.Settle();

        Assert.Equal(303, sent.Status);
        var (item, reply) = (await site.Item("R01"), Assert.Single(await site.Replies()));
        Assert.Equal((ItemStatus.Replied, 1, ReplyChannel.Page, true), (item.Status, item.Version, reply.Channel, reply.IsAcknowledged));
        Assert.Equal((PageSite.FocalPoint, "Two circulars were issued.\nOne on 1 July, one on 1 August."), (item.Answer!.SentBy, item.Answer.Narrative));
        Assert.Equal(["R01.1", "R01.2", "R01.3", "R01.4"], item.Answer.Figures.Select(figure => figure.Indicator));
        var figure = item.Answer.Figures[0];
        Assert.Equal((1240m, "persons", new DateOnly(2024, 4, 1), new DateOnly(2024, 9, 30), new DateOnly(2024, 9, 30), "D3 register"), (figure.Value, figure.Unit, figure.From, figure.To, figure.CutOff, figure.Source));
        Assert.Equal([new Part("female", 700), new Part("male", 540)], figure.Parts);
        Assert.Equal(("the courts are asked", new DateOnly(2025, 3, 15)), (item.Answer.Figures[1].NotAvailableBecause, item.Answer.Figures[1].PlannedBy));
        Assert.Equal("R01-pekeliling.pdf", Assert.Single(item.Answer.Files).OriginalName);
        Assert.Matches(@"R01: jawapan, angka R01\.1.*1 fail", Assert.Single(site.Mails(kind: "Acknowledgement")).Replace('\n', ' '));
        Assert.Contains(await site.Ledger(), line => line.StartsWith("LinkUsed", StringComparison.Ordinal) && line.Contains("sent R01 with 1 files", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_sending_the_page_says_what_was_received_and_a_reload_sends_nothing_again()
    {
        var sent = await site.Answer("R01", Figures, ("R01-pekeliling.pdf", Files.Pdf()));
        var address = sent.Headers.Location.ToString().Split('#')[0];

        var page = await site.Page(address);
        await site.Page(address);

        Assert.Contains("R01-pekeliling.pdf", page.QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("bagi R01", page.QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Diterima, sedang disemak", page.QuerySelector(".card-received")!.TextContent, StringComparison.Ordinal);
        Assert.Single(await site.Replies());
    }

    [Fact]
    public async Task The_same_form_sent_twice_is_one_reply_and_the_same_words_in_a_new_form_are_another()
    {
        var page = await site.Page($"{site.PathOf()}/items/R01");

        var first = await site.Submit(page, "/items/R01", Figures, ("a.pdf", Files.Pdf()));
        var second = await site.Submit(page, "/items/R01", Figures, ("a.pdf", Files.Pdf()));

        Assert.Equal(first.Headers.Location.ToString(), second.Headers.Location.ToString());
        Assert.Single(await site.Replies());
        await site.Answer("R01", Figures, ("a.pdf", Files.Pdf()));
        Assert.Equal(2, (await site.Replies()).Count);
    }

    [Fact]
    public async Task Faults_are_said_at_their_fields_and_nothing_that_was_written_or_sent_is_lost()
    {
        var wrong = new Dictionary<string, string>(Figures) { ["R01.1:value"] = "about ten", ["R01.1:source"] = "" };

        var answer = await site.Answer("R01", wrong, ("R01-pekeliling.pdf", Files.Pdf()));
        var page = PageSite.Html(answer);

        Assert.Equal(422, answer.Status);
        Assert.Empty(await site.Replies());
        Assert.Equal(["#f-r01-1-value", "#f-r01-1-source"], page.QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")));
        Assert.All(page.QuerySelectorAll(".errors a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Equal("about ten", page.GetElementById("f-r01-1-value")!.GetAttribute("value"));
        var kept = page.QuerySelector(".kept input")!.GetAttribute("value")!;
        var again = await site.Submit(page, "/items/R01", new Dictionary<string, string>(Figures) { ["upload"] = kept });
        Assert.Equal(303, again.Status);
        Assert.Equal("R01-pekeliling.pdf", Assert.Single((await site.Item("R01")).Answer!.Files).OriginalName);
    }

    [Fact]
    public async Task A_form_is_good_for_its_own_page_and_link_only()
    {
        var mine = await site.Page($"{site.PathOf()}/items/R01");
        var colleagues = await site.Page($"{site.PathOf("ASP Grace Liew Sze Min")}/items/R01");
        var token = mine.QuerySelector("form[action*='/items/R01?'] input[name=form]")!.GetAttribute("value")!;

        foreach (var (page, bad) in new[] { (mine, ""), (mine, token[..^2] + "AA"), (colleagues, token), (mine, mine.QuerySelector("form[action*='/time'] input[name=form]")!.GetAttribute("value")!) })
        {
            var answer = await site.Submit(page, "/items/R01", new Dictionary<string, string>(Figures) { ["form"] = bad });

            Assert.Equal(422, answer.Status);
            Assert.Contains("Two circulars were issued.", answer.Text, StringComparison.Ordinal);
        }

        await site.GoTo(site.Host.Clock.GetUtcNow().AddHours(9));
        Assert.Equal(422, (await site.Submit(mine, "/items/R01", Figures)).Status);
        Assert.Empty(await site.Replies());
    }

    [Fact]
    public async Task Nothing_to_report_is_an_answer_and_a_wish_for_more_time_is_passed_on()
    {
        await site.Answer("R01", new Dictionary<string, string> { ["nothing"] = "No case was opened." });
        var wished = await site.Submit(await site.Page($"{site.PathOf()}/items/R02"), "/time", new Dictionary<string, string> { ["until"] = "2024-10-25", ["reason"] = "The data centre moves." });
        await site.Settle();

        Assert.Equal(303, wished.Status);
        Assert.Equal("No case was opened.", (await site.Item("R01")).Answer!.NothingToReport);
        var wish = (await site.Item("R02")).Extension!;
        Assert.Equal((new DateOnly(2024, 10, 25), "The data centre moves.", ExtensionStatus.Shown), (wish.Until, wish.Reason, wish.Status));
        Assert.Contains(site.Host.Cards.All(), card => card.Key == wish.CardKey);
    }

    [Theory]
    [InlineData("2024-10-03", "why", "f-until")]
    [InlineData("next week", "why", "f-until")]
    [InlineData("", "why", "f-until")]
    [InlineData("2024-10-25", "", "f-reason")]
    public async Task A_wish_needs_a_day_in_the_future_and_a_reason(string until, string reason, string field)
    {
        var answer = await site.Submit(await site.Page($"{site.PathOf()}/items/R02"), "/time", new Dictionary<string, string> { ["until"] = until, ["reason"] = reason });

        Assert.Equal(422, answer.Status);
        Assert.Equal([$"#{field}"], PageSite.Html(answer).QuerySelectorAll(".errors a").Select(link => link.GetAttribute("href")));
        Assert.Null((await site.Item("R02")).Extension);
    }

    [Fact]
    public async Task Files_belong_to_the_item_that_was_chosen_or_that_their_names_say()
    {
        await site.Submit(await site.Page(site.PathOf()), "/files", new Dictionary<string, string> { ["item"] = "R02" }, ("kertas.pdf", Files.Pdf()));
        await site.Submit(await site.Page(site.PathOf()), "/files", new Dictionary<string, string>(), ("R01-sop.pdf", Files.Pdf(body: "% other\n")), ("minit.docx", Files.Docx()));

        Assert.Equal("kertas.pdf", Assert.Single((await site.Item("R02")).Answer!.Files).OriginalName);
        Assert.Equal("R01-sop.pdf", Assert.Single((await site.Item("R01")).Answer!.Files).OriginalName);
        Assert.Equal(["minit.docx"], (await site.Replies()).SelectMany(reply => reply.Unassigned));
    }

    [Fact]
    public async Task What_ones_own_organisation_sent_can_be_fetched_as_a_file_and_that_is_in_the_ledger()
    {
        var sent = await site.Answer("R01", Figures, ("<b>R01\u202efdp.pdf", Files.Pdf()));
        var page = await site.Page(sent.Headers.Location.ToString().Split('#')[0]);
        var address = page.QuerySelector(".done .files a")!.GetAttribute("href")!;

        var file = await site.Get(address);

        Assert.Equal(Files.Pdf(), file.Body);
        Assert.StartsWith("attachment;", file.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal(("application/octet-stream", "nosniff"), (file.Headers.ContentType.ToString(), file.Headers.XContentTypeOptions.ToString()));
        Assert.Contains(await site.Ledger(), line => line.StartsWith("EvidenceFetched", StringComparison.Ordinal));
        Assert.Empty(page.QuerySelectorAll("main b"));
        Assert.Equal(404, (await site.Get($"{site.PathOf()}/files/{new string('a', 40)}/1")).Status);
        var welfare = site.PathOf("Wan Nuraini binti Wan Hashim", "my-tip-2025-interim-kpwkm");
        Assert.Equal(404, (await site.Get(address.Replace(site.PathOf(), welfare, StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task A_file_in_pieces_is_taken_up_where_it_stopped_and_filed_whole()
    {
        var content = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 900_000).Select(number => $"row {number};1")));
        var page = await site.Page($"{site.PathOf()}/items/R01");
        var field = page.QuerySelector("[data-uploads]")!;
        KeyValuePair<string, string> token = new("x-form-token", field.GetAttribute("data-token")!);
        Task<HttpAnswer> Begin() => site.Send("POST", field.GetAttribute("data-uploads")!, Encoding.UTF8.GetBytes($$"""{"name":"R01-daftar.csv","size":{{content.Length}},"changed":7}"""), token, new("content-type", "application/json"));

        var begun = JsonDocument.Parse((await Begin()).Body).RootElement;
        var size = begun.GetProperty("pieceSize").GetInt32();
        var addresses = begun.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetProperty("address").GetString()!).ToList();
        var id = begun.GetProperty("id").GetString()!;
        Assert.Equal(204, (await Put(0)).Status);
        var early = await site.Submit(page, "/items/R01", new Dictionary<string, string> { ["upload"] = id });
        var resumed = JsonDocument.Parse((await Begin()).Body).RootElement.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetProperty("missing").GetBoolean()).ToList();
        for (var piece = 1; piece < addresses.Count; piece++)
        {
            Assert.Equal(204, (await Put(piece)).Status);
        }

        var sent = await site.Submit(page, "/items/R01", new Dictionary<string, string> { ["upload"] = id });

        Assert.Equal((422, 303), (early.Status, sent.Status));
        Assert.Equal([false, .. Enumerable.Repeat(true, addresses.Count - 1)], resumed);
        var file = Assert.Single((await site.Item("R01")).Answer!.Files);
        Assert.Equal(("R01-daftar.csv", content.LongLength, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))), (file.OriginalName, file.Size, file.Sha256));

        Task<HttpAnswer> Put(int piece) => site.Send("PUT", addresses[piece], content[(piece * size)..Math.Min(content.Length, (piece + 1) * size)], token);
    }

    [Fact]
    public async Task Pieces_are_refused_without_the_page_with_a_wrong_length_and_for_the_upload_of_another_link()
    {
        var page = await site.Page(site.PathOf());
        var field = page.QuerySelector("[data-uploads]")!;
        KeyValuePair<string, string> token = new("x-form-token", field.GetAttribute("data-token")!);
        var begun = await site.Send("POST", field.GetAttribute("data-uploads")!, "{\"name\":\"a.pdf\",\"size\":10,\"changed\":1}"u8.ToArray(), token, new("content-type", "application/json"));
        var piece = JsonDocument.Parse(begun.Body).RootElement.GetProperty("pieces")[0].GetProperty("address").GetString()!;
        var other = (await site.Page(site.PathOf("ASP Grace Liew Sze Min"))).QuerySelector("[data-uploads]")!;

        Assert.Equal(403, (await site.Send("PUT", piece, new byte[10])).Status);
        Assert.Equal(400, (await site.Send("PUT", piece, new byte[11], token)).Status);
        Assert.Equal(404, (await site.Send("PUT", piece.Replace(site.PathOf(), site.PathOf("ASP Grace Liew Sze Min"), StringComparison.Ordinal), new byte[10], new KeyValuePair<string, string>("x-form-token", other.GetAttribute("data-token")!))).Status);
        Assert.Equal(422, (await site.Send("POST", field.GetAttribute("data-uploads")!, "{\"name\":\"a.pdf\",\"size\":2000000000,\"changed\":1}"u8.ToArray(), token, new("content-type", "application/json"))).Status);
    }

    [Fact]
    public async Task A_link_that_was_revoked_or_has_ended_opens_nothing_and_says_why_in_both_languages()
    {
        var path = site.PathOf();
        var unknown = await site.Get($"/api/page/{new string('A', 43)}");
        await site.Host.Functions.Services.GetRequiredService<PersonalLinks>().Revoke(PageSite.Police, "pdrm-focal", "aisyah", CancellationToken.None);
        var revoked = await site.Get(path);
        await site.GoTo(site.Host.Plan.Round("interim").HardDate.AddDays(31));
        var expired = await site.Get(site.PathOf("ASP Grace Liew Sze Min"));

        Assert.Equal((401, 410, 410), (unknown.Status, revoked.Status, expired.Status));
        Assert.Contains("The link was withdrawn.", revoked.Text, StringComparison.Ordinal);
        Assert.Contains("Pautan ini telah ditarik balik.", revoked.Text, StringComparison.Ordinal);
        Assert.Contains("The link has ended", expired.Text, StringComparison.Ordinal);
        Assert.Contains(await site.Ledger(), line => line.StartsWith("LinkRevoked", StringComparison.Ordinal));
        Assert.Equal(2, (await site.Ledger()).Count(line => line.StartsWith("LinkRefused", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_comes_after_closing_is_kept_confirmed_and_not_part_of_the_round()
    {
        await site.GoTo(site.Host.Plan.Round("interim").SignOffBy);

        var page = await site.Page($"{site.PathOf()}/items/R01");
        var sent = await site.Submit(page, "/items/R01", Figures, ("R01.pdf", Files.Pdf()));

        Assert.Equal(303, sent.Status);
        Assert.Empty(page.QuerySelectorAll("form[action*='/time']"));
        Assert.True(Assert.Single(await site.Replies()).IsLate);
        Assert.Null((await site.Item("R01")).Answer);
        Assert.Contains("telah ditutup", Assert.Single(site.Mails(kind: "Acknowledgement")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_line_of_the_ledger_and_no_stored_file_holds_a_token()
    {
        await site.Answer("R01", Figures, ("R01.pdf", Files.Pdf()));
        await site.Settle();
        var token = site.LinkOf().Split('/')[^1];

        Assert.DoesNotContain(await site.Ledger(), line => line.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.GetFiles(site.Folder, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains(token, StringComparison.Ordinal));
    }
}
