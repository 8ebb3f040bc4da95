using Assessment.Evidence;

namespace Assessment.Tests.Inspection;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<p>Dear Sir,</p><p>forty   officers<br>were trained.</p>", "Dear Sir,\n\nforty officers\nwere trained.")]
    [InlineData("<table><tr><td>Johor</td><td>12</td></tr><tr><td>Kedah</td><td>7</td></tr></table>", "Johor 12\nKedah 7")]
    [InlineData("Fees &amp; fines &lt; 5&nbsp;% &#8211; none", "Fees & fines < 5 % – none")]
    [InlineData("a<script>alert('<p>x</p>')</script>b<style>p{}</style>c<!-- <b>d</b> -->e", "abce")]
    [InlineData("a<SCRIPT src=x>steal()</ScRiPt >b", "ab")]
    [InlineData("<img src=x onerror=alert(1) alt='>'>ok", "ok")]
    [InlineData("<img alt=\"a > b\">ok", "ok")]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("Noted.<blockquote>--- R01 ---<br>Answer: old<blockquote>older</blockquote></blockquote>Regards", "Noted.\n> --- R01 ---\n> Answer: old\n>> older\nRegards")]
    [InlineData("Answer<hr>From: us", "Answer\n----------\nFrom: us")]
    [InlineData("&lt;script&gt;shown as words&lt;/script&gt;", "<script>shown as words</script>")]
    [InlineData("cut off <scrip", "cut off")]
    [InlineData("cut off <script>never ends", "cut off")]
    [InlineData("cut off <!-- never ends", "cut off")]
    [InlineData("", "")]
    public void Html_reads_as_its_words(string html, string text) => Assert.Equal(text, MailText.FromHtml(html));

    [Fact]
    public void A_form_that_was_filled_in_as_html_is_read()
    {
        var reading = ReplyForm.Read(MailText.FromHtml("<div>--- R01 ---</div><div><b>Answer:</b> Two circulars were issued.</div><div>Nothing to report:</div><div>---</div>"));

        Assert.Equal(("R01", "Two circulars were issued."), (reading.Items.Single().Code, reading.Items.Single().Narrative));
    }

    [Theory]
    [InlineData("<div>", 1_000_000)]
    [InlineData("<a b=\"", 1_000_000)]
    [InlineData("<script>", 500_000)]
    [InlineData("<!--", 1_000_000)]
    [InlineData("<", 5_000_000)]
    [InlineData("<blockquote>x", 400_000)]
    [InlineData("word ", 1_000_000)]
    public void Long_html_of_any_kind_ends_within_the_limit(string piece, int times)
        => Assert.InRange(MailText.FromHtml(string.Concat(Enumerable.Repeat(piece, times))).Length, 0, MailText.MaxCharacters + 1);

    [Fact]
    public void Text_is_cut_at_the_end_of_a_line()
    {
        var (text, isCut) = MailText.Bounded(string.Concat(Enumerable.Repeat(new string('x', 99) + "\n", 3000)));

        Assert.True(isCut);
        Assert.Equal(MailText.MaxCharacters - 1, text.Length);
        Assert.EndsWith("x", text, StringComparison.Ordinal);
    }
}
