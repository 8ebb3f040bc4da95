using Assessment.Mail;

namespace Assessment.Tests.Mail;

public sealed class MailClassificationTests
{
    const string Exchange = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@police.example";

    /// <summary>Mails as they are really sent: from, subject, first words, headers, and what they are.</summary>
    [Theory]
    // People.
    [InlineData("farid@police.example", "Re: data call", "Please find our answer.", "Content-Type: multipart/mixed; boundary=x", MailClass.Ordinary, true)]
    [InlineData("farid@police.example", "Re: data call", "Our answer.", "Auto-Submitted: no", MailClass.Ordinary, true)]
    [InlineData("farid@police.example", "Re: data call", "Our answer.", "X-Auto-Response-Suppress: DR, OOF, AutoReply", MailClass.Ordinary, true)]
    [InlineData("farid@police.example", "Re: data call", "Our answer.", "Precedence: list", MailClass.Ordinary, true)]
    [InlineData("farid@police.example", "Automatic weapons seized: answer to R02", "Our answer.", "", MailClass.Ordinary, true)]
    [InlineData("farid@police.example", "Re: data call", "Saya bercuti minggu lepas; ini jawapan kami.", "", MailClass.Ordinary, true)]
    [InlineData("postmaster@police.example", "Our domain has changed", "Please note the new addresses.", "", MailClass.Ordinary, true)]
    // Out of office: Exchange and Outlook, Gmail, Malay, sieve.
    [InlineData("farid@police.example", "Automatic reply: TIP: data call", "I am out of the office.", "Auto-Submitted: auto-generated|X-Auto-Response-Suppress: All", MailClass.OutOfOffice, true)]
    [InlineData("farid@police.example", "Balasan automatik: Permohonan maklumat", "Saya bercuti.", "Auto-Submitted: auto-generated|X-Auto-Response-Suppress: All", MailClass.OutOfOffice, true)]
    [InlineData("farid@police.example", "Out of Office: TIP: data call", "Back on Monday.", "X-Auto-Response-Suppress: All", MailClass.OutOfOffice, true)]
    [InlineData("farid@police.example", "Automatic reply: TIP: data call", "I am away.", "Return-Path: <>", MailClass.OutOfOffice, true)]
    [InlineData("farid@police.example", "Automatic reply: TIP: data call", "I am away.", "", MailClass.OutOfOffice, false)]
    [InlineData("farid@gmail.example", "Re: TIP: data call", "Thank you for your mail. I am on leave until 15 January.", "Auto-Submitted: auto-replied|Precedence: bulk", MailClass.OutOfOffice, true)]
    [InlineData("farid@police.example", "Re: Permohonan maklumat", "Saya sedang berkursus dan tidak berada di pejabat.", "Auto-Submitted: auto-replied (vacation)", MailClass.OutOfOffice, true)]
    [InlineData("farid@police.example", "Di luar pejabat: Permohonan maklumat", "", "Precedence: bulk", MailClass.OutOfOffice, false)]
    [InlineData("farid@police.example", "Auto: TIP: data call", "I am on annual leave.", "X-Autoreply: yes", MailClass.OutOfOffice, true)]
    // Other machines.
    [InlineData("helpdesk@police.example", "[#4711] We have received your request", "A ticket was opened.", "Auto-Submitted: auto-replied", MailClass.AutomaticReply, true)]
    [InlineData("info@police.example", "Auto-reply: thank you", "Terima kasih. E-mel anda telah diterima.", "", MailClass.AutomaticReply, false)]
    [InlineData("info@police.example", "Terima kasih", "E-mel anda telah diterima.", "Precedence: auto_reply", MailClass.AutomaticReply, false)]
    [InlineData("news@police.example", "Buletin", "Berita bulan ini.", "Precedence: bulk", MailClass.AutomaticReply, false)]
    [InlineData("printer@police.example", "Scan", "", "Auto-Submitted: auto-generated", MailClass.AutomaticReply, true)]
    [InlineData("info@police.example", "Thanks", "", "X-Autorespond: thanks", MailClass.AutomaticReply, true)]
    // Receipts.
    [InlineData("farid@police.example", "Read: TIP: data call", "Your message was read.", "Content-Type: multipart/report; report-type=disposition-notification; boundary=x", MailClass.ReadReceipt, true)]
    [InlineData("farid@police.example", "Dibaca: Permohonan maklumat", "", "Content-Type: multipart/report; boundary=\"x\"; report-type=\"disposition-notification\"", MailClass.ReadReceipt, true)]
    // Reports of mail systems.
    [InlineData(Exchange, "Undeliverable: TIP: data call", "Your message couldn't be delivered.", "Content-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"x\"|Auto-Submitted: auto-replied", MailClass.DeliveryReport, true)]
    [InlineData(Exchange, "Tidak dapat dihantar: Permohonan maklumat", "", "", MailClass.DeliveryReport, true)]
    [InlineData("MAILER-DAEMON@mx.police.example", "Undelivered Mail Returned to Sender", "This is the mail system.", "Return-Path: <>", MailClass.DeliveryReport, true)]
    [InlineData("mailer-daemon@googlemail.example", "Delivery Status Notification (Failure)", "", "X-Failed-Recipients: farid@police.example|Auto-Submitted: auto-replied", MailClass.DeliveryReport, true)]
    [InlineData("mail@mx.police.example", "Mail failure", "", "X-Failed-Recipients: farid@police.example", MailClass.DeliveryReport, true)]
    [InlineData("postmaster@police.example", "Undeliverable: TIP: data call", "", "", MailClass.DeliveryReport, true)]
    [InlineData("postmaster@police.example", "Your mail", "", "Return-Path: <>", MailClass.DeliveryReport, true)]
    public void A_mail_is_known_for_what_it_is(string from, string subject, string text, string headers, MailClass kind, bool isCertain)
    {
        var found = MailClassification.Of(from, subject, text, Headers(headers));

        Assert.Equal((kind, isCertain), (found.Class, found.IsCertain));
        Assert.NotEmpty(found.Why);
    }

    [Theory]
    [InlineData("Authentication-Results: mx.kdn.example; spf=pass; dkim=pass; dmarc=pass", false)]
    [InlineData("Authentication-Results: mx.kdn.example; spf=fail; dkim=none; dmarc=fail action=none", true)]
    [InlineData("authentication-results: mx.kdn.example; DMARC = FAIL", true)]
    [InlineData("Authentication-Results: mx.kdn.example; dmarc=none|Authentication-Results: relay.example; dmarc=fail", false)]
    [InlineData("", false)]
    public void A_mail_that_its_domain_disowns_is_forged(string headers, bool isForged) => Assert.Equal(isForged, SenderCheck.IsForged(Headers(headers)));

    [Theory]
    [InlineData("image/png", "logo", true, 5_000_000, true)]
    [InlineData("image/png", "<logo>", false, 100, true)]
    [InlineData("image/png", "other", true, 900, true)]
    [InlineData("image/png", "other", true, 900_000, false)]
    [InlineData("image/png", "other", false, 900, false)]
    [InlineData("image/png", null, true, 900, false)]
    [InlineData("application/pdf", "logo", true, 900, false)]
    public void A_picture_of_the_text_is_no_evidence(string mediaType, string? contentId, bool isMarkedInline, long size, bool isInline)
        => Assert.Equal(isInline, InlinePicture.Is(mediaType, contentId, isMarkedInline, size, InlinePicture.ShownIn("<p>Regards</p><img src=\"cid:logo\"><img src='CID:other%40x'>")));

    static MailHeader[] Headers(string headers) =>
        [.. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => new MailHeader(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()))];
}
