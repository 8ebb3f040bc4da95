using Assessment.Cycle;
using Assessment.Mail;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Mail.Html;

public sealed class HtmlMailTests
{
    static readonly Letterhead From = new(Language.En, "Ministry of Home Affairs", "tip@kdn.example");

    public static TheoryData<string, Language> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, Language>();
            foreach (var kind in LettersTests.Kinds)
            {
                kinds.Add(kind, Language.En);
                kinds.Add(kind, Language.Ms);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_mail_is_a_page_that_everybody_can_read(string kind, Language language)
        => Assert.All(LettersTests.Mails(kind, A.Round(A.Plan(language))), mail => Assert.Empty(PageRules.Broken(mail.Html!)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_page_says_what_the_plain_text_says(string kind, Language language)
        => Assert.All(LettersTests.Mails(kind, A.Round(A.Plan(language))), mail =>
        {
            var page = PageRules.WordsOf(mail.Html!);
            Assert.All(mail.Text.Split('\n').Select(line => PageRules.Words(line.TrimStart('-', ' ').TrimEnd(':'))), line => Assert.All(line.Split(": "), words => Assert.Contains(words.TrimEnd(')').Split(" (")[0], page, StringComparison.Ordinal)));
        });

    [Theory]
    [InlineData("letter", Language.Ms)]
    [InlineData("acknowledgement", Language.En)]
    public void The_page_reads_as_it_was_approved(string kind, Language language)
        => Approved.Matches(LettersTests.Mails(kind, A.Round(A.Plan(language))).First().Html!, "tests", "Mail", "Html", $"{kind}.{language.ToString().ToLowerInvariant()}.approved.txt");

    [Fact]
    public void The_due_date_stands_above_everything_but_the_heading()
    {
        var mail = LettersTests.Mails("letter", A.Round()).Single();

        Assert.Equal(
            ["TIP assessment 2024/25: request for information and evidence (Annual submission)", "", "Please answer by Friday 10 January 2025, 17:00"],
            mail.Text.Split('\n').Take(3));
    }

    [Fact]
    public void What_is_filled_in_never_becomes_a_mark()
    {
        const string hostile = "# Heading\n> Pay now\n| a: b\n[Click](https://evil.example)\n{closing} <script>alert(1)</script>";
        var blocks = MailTemplate.Fill(Language.En, "alert", ("title", "T"), ("salutation", "S"), ("text", hostile), ("closing", "C"));

        Assert.Equal([typeof(Heading), typeof(MailParagraph), typeof(MailParagraph), typeof(MailParagraph)], blocks.Select(block => block.GetType()));
        var page = HtmlMail.Write(From, blocks);
        Assert.Empty(PageRules.Broken(page));
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"https://evil.example", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_a_button_on_the_page_and_an_address_in_the_text()
    {
        MailBlock[] blocks = [new Heading(1, "About"), new LinkButton("Open your page", "https://tip.example/p/AbC?x=1&y=2")];

        Assert.Equal("About\n\nOpen your page:\nhttps://tip.example/p/AbC?x=1&y=2", PlainMail.Write(blocks));
        var page = HtmlMail.Write(From, blocks);
        Assert.Empty(PageRules.Broken(page));
        Assert.Contains("<a href=\"https://tip.example/p/AbC?x=1&amp;y=2\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_see_what_is_wrong()
    {
        var wrong = PageRules.Broken("<html><body><h2>a</h2><p style='color:#aaaaaa'>pale</p><img src='x.png'><table><tr><td>1</td></tr></table><a href='http://x'>x</a></body></html>");

        Assert.Contains("A picture has no text.", wrong);
        Assert.Contains("'pale' has a contrast of 2.3.", wrong);
        Assert.Contains("The headings are 2: there must be one h1, and it comes first.", wrong);
        Assert.Contains("The page does not say its language.", wrong);
        Assert.Contains("A table of data has no header cells, or one for the layout does not say so.", wrong);
        Assert.Contains("'<a href=\"http://x\">x</a>' is no link.", wrong);
    }
}
