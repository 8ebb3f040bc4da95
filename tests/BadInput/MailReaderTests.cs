using System.Text;
using Assessment.Evidence;
using Assessment.Host.Sandbox;
using Assessment.Mail;
using Assessment.Tests.Inspection;
using MimeKit;

namespace Assessment.Tests.BadInput;

public sealed class MailReaderTests
{
    [Fact]
    public void An_html_mail_is_read_as_text_without_its_script()
    {
        var mail = MailReader.Read(Mails.Mail(new TextPart("html") { Text = "<html><body><script>steal()</script><p>--- R01 ---</p><p>Answer: Screened 40&nbsp;persons.</p></body></html>" }));

        Assert.Equal("--- R01 ---\n\nAnswer: Screened 40 persons.", mail.Text);
    }

    [Fact]
    public void Plain_text_wins_over_html_where_it_says_something()
    {
        Assert.Equal("plain", MailReader.Read(Mails.Mail(new MultipartAlternative { new TextPart("plain") { Text = "plain" }, new TextPart("html") { Text = "<p>html</p>" } })).Text.Trim());
        Assert.Equal("html", MailReader.Read(Mails.Mail(new MultipartAlternative { new TextPart("plain") { Text = " \r\n" }, new TextPart("html") { Text = "<p>html</p>" } })).Text.Trim());
    }

    [Fact]
    public void Text_after_a_file_belongs_to_the_answer()
    {
        var mail = MailReader.Read(Mails.Mail(new Multipart("mixed") { new TextPart("plain") { Text = "before" }, Mails.File("a.txt", Files.Text("file")), new TextPart("plain") { Text = "after" } }));

        Assert.Equal(["before", "after"], mail.Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("a.txt", Assert.Single(mail.Files).Name);
    }

    [Fact]
    public void A_reply_of_two_thousand_lines_is_read_to_its_end()
    {
        var text = "--- R01 ---\nAnswer: " + string.Concat(Enumerable.Range(1, 1998).Select(line => $"Line {line} of what the shelters did in the year.\n")) + "the last word\n";
        var mail = MailReader.Read(Mails.Mail(text));

        Assert.Empty(mail.Notes);
        Assert.EndsWith("the last word", ReplyForm.Read(mail.Text).Items.Single().Narrative, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reply_of_five_megabytes_is_cut_with_a_note()
    {
        var mail = MailReader.Read(Mails.Mail("--- R01 ---\nAnswer: " + string.Concat(Enumerable.Repeat("x\n", 2_500_000))));

        Assert.Equal([MailNote.TextCut], mail.Notes);
        Assert.InRange(ReplyForm.Read(mail.Text).Items.Single().Narrative!.Length, 190_000, MailText.MaxCharacters);
    }

    [Fact]
    public void Mails_inside_mails_are_opened_to_a_depth_and_kept_whole_beyond()
    {
        var mail = MailReader.Read(Mails.Mail("see below", Mails.Nested(40)));

        Assert.Equal(["message.eml", "R01-level-40.txt", "message.eml", "R01-level-39.txt", "message.eml", "R01-level-38.txt", "message.eml"], mail.Files.Select(file => file.Name));
        Assert.Equal([MailNote.NestingCut], mail.Notes);
        Assert.Contains("R01-level-20.txt", Encoding.UTF8.GetString(Bytes(mail.Files[0])), StringComparison.Ordinal);
        Assert.Equal("see below", mail.Text.Trim());
    }

    [Fact]
    public void Files_without_a_name_with_the_same_name_and_in_any_place_are_all_there()
    {
        var inline = Mails.File("R01-inline.png", Files.Png(), "image/png");
        inline.ContentDisposition!.Disposition = ContentDisposition.Inline;
        var mail = MailReader.Read(Mails.Mail("text", Mails.File(null, Files.Pdf(), "application/pdf"), Mails.File("same.txt", [1]), Mails.File("same.txt", [2]), inline, Mails.File("winmail.dat", Files.Tnef(), "application/ms-tnef"), Mails.File("empty.pdf", [])));

        Assert.Equal(["attachment.pdf", "same.txt", "same.txt", "R01-inline.png", "winmail.dat", "empty.pdf"], mail.Files.Select(file => file.Name));
        Assert.Equal([Files.Pdf().Length, 1L, 1L, Files.Png().Length, Files.Tnef().Length, 0L], mail.Files.Select(file => file.Size));
        Assert.Equal([2], Bytes(mail.Files[2]));
    }

    [Fact]
    public void Pictures_of_a_signature_are_left_in_the_mail_with_a_note()
    {
        var logo = new MimePart("image", "png") { Content = new MimeContent(new MemoryStream(Files.Png())), ContentId = "logo", FileName = null };
        var mail = MailReader.Read(Mails.Mail(new MultipartRelated { new TextPart("html") { Text = "<p>Regards</p><img src='cid:logo'>" }, logo }));

        Assert.Equal(("Regards", 0), (mail.Text, mail.Files.Count));
        Assert.Equal([MailNote.PicturesInText], mail.Notes);
    }

    [Fact]
    public void More_files_than_anybody_sends_stay_in_the_mail()
    {
        var mail = MailReader.Read(Mails.Mail("text", [.. Enumerable.Range(0, MailText.MaxFiles + 1).Select(number => Mails.File($"{number}.txt", [65]))]));

        Assert.Equal(MailText.MaxFiles, mail.Files.Count);
        Assert.Equal([MailNote.FilesCut], mail.Notes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001\u0002")]
    [InlineData("no header here\r\nnor here\r\n")]
    [InlineData("From: <<>>@@\r\nContent-Type: multipart/mixed\r\n\r\n--")]
    [InlineData("Content-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: base64\r\n\r\n####")]
    [InlineData("Content-Type: message/rfc822\r\n\r\n")]
    [InlineData("Content-Type: multipart/alternative; boundary=x\r\n\r\n--x--\r\n")]
    public async Task Whatever_is_no_mail_is_kept_and_opens(string raw)
    {
        using var desk = new Desk();
        desk.Mailbox.Deliver("odd-1", "", Files.Text(raw), Desk.Now);

        var mail = await desk.Mailbox.Open("odd-1");
        await using var kept = await desk.Mailbox.OpenRaw("odd-1");
        using var reader = new StreamReader(kept);

        Assert.Equal(raw, await reader.ReadToEndAsync());
        Assert.Equal("(no sender)", mail.From.Address);
        Assert.Equal("<odd-1@mapo.example>", mail.InternetMessageId);
    }

    static byte[] Bytes(MailFile file)
    {
        using var content = file.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }
}
