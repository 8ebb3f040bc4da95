using System.Text;
using Assessment.Mail;

namespace Assessment.Tests.Mail;

public sealed class DeliveryReportTests
{
    [Fact]
    public void Exchange_says_who_failed_and_which_mail_it_was()
    {
        var report = Read("""
            From: "Microsoft Outlook" <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kdn.example>
            To: <tip@kdn.example>
            Subject: Undeliverable: data call
            In-Reply-To: <letter-1@kdn.example>
            Content-Type: multipart/report; report-type=delivery-status; boundary="b1"
            MIME-Version: 1.0

            --b1
            Content-Type: multipart/alternative; boundary="b2"

            --b2
            Content-Type: text/plain

            Your message to farid@police.example couldn't be delivered.
            --b2--
            --b1
            Content-Type: message/delivery-status

            Reporting-MTA: dns;SG2PR01MB0000.apcprd01.prod.exchangelabs.example
            Received-From-MTA: dns;SG2PR01MB0001.apcprd01.prod.exchangelabs.example

            Original-Recipient: rfc822;farid@police.example
            Final-Recipient: rfc822;farid@police.example
            Action: failed
            Status: 5.1.10
            Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound

            Final-Recipient: rfc822; alia@police.example
            Action: delayed
            Status: 4.4.7

            --b1
            Content-Type: message/rfc822

            From: <tip@kdn.example>
            Message-ID: <letter-2@kdn.example>
            Subject: data call

            Text
            --b1--
            """);

        var failed = Assert.Single(report.Failed);
        Assert.Equal(("farid@police.example", "5.1.10: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound"), (failed.Address, failed.Reason));
        Assert.Equal(["<letter-2@kdn.example>", "<letter-1@kdn.example>"], report.Originals);
    }

    [Fact]
    public void Gmail_and_Postfix_are_read_too()
    {
        Assert.Equal(["farid@police.example", "alia@police.example"], Read("""
            From: Mail Delivery Subsystem <mailer-daemon@googlemail.example>
            X-Failed-Recipients: farid@police.example, alia@police.example
            References: <letter-1@kdn.example>
            Content-Type: text/plain

            Address not found
            """).Failed.Select(failed => failed.Address));

        var postfix = Read("""
            From: MAILER-DAEMON@mx.police.example
            Content-Type: multipart/report; report-type=delivery-status; boundary="b"
            MIME-Version: 1.0

            --b
            Content-Type: text/plain

            This is the mail system at host mx.police.example.
            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.police.example

            Final-Recipient: rfc822; <farid@police.example>
            Action: failed
            Status: 5.1.1

            --b
            Content-Type: text/rfc822-headers

            Message-ID: <letter-1@kdn.example>
            Subject: data call
            --b--
            """);
        Assert.Equal("farid@police.example", Assert.Single(postfix.Failed).Address);
        Assert.Equal(["<letter-1@kdn.example>"], postfix.Originals);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no report")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n\0\0\r\n--b--")]
    public void What_is_no_report_names_nobody(string raw) => Assert.Empty(DeliveryReport.Read(new MemoryStream(Encoding.UTF8.GetBytes(raw))).Failed);

    static DeliveryReport Read(string raw) => DeliveryReport.Read(new MemoryStream(Encoding.ASCII.GetBytes(raw.ReplaceLineEndings("\r\n"))));
}
