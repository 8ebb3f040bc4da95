using Assessment.Mail;
using Assessment.Mail.Graph;
using Assessment.Tests.Builders;

namespace Assessment.Tests.Mail.Graph;

public sealed class SendRulesTests
{
    static readonly DateTimeOffset Now = A.Moment("2024-12-02T09:00");

    public static TheoryData<string, int?, bool, MailTrace, SendStep> Cases => new()
    {
        { "never tried", null, false, MailTrace.Nothing, SendStep.Send },
        { "a draft that was never asked to be sent", null, false, MailTrace.Draft, SendStep.Send },
        { "sent, though nothing was written down", null, false, MailTrace.Sent, SendStep.Confirm },
        { "asked, the answer was lost, and it was sent", 1, false, MailTrace.Sent, SendStep.Confirm },
        { "asked, the answer was lost, and the draft is still there", 1, false, MailTrace.Draft, SendStep.Send },
        { "asked, the answer was lost, and it is on its way somewhere", 14, false, MailTrace.Nothing, SendStep.LookLater },
        { "asked, the answer was lost, and it is gone", 15, false, MailTrace.Nothing, SendStep.AskPerson },
        { "accepted and not moved yet", 14, true, MailTrace.Nothing, SendStep.Trust },
        { "accepted, and shown as a draft for the moment", 14, true, MailTrace.Draft, SendStep.Trust },
        { "accepted, and moved", 1, true, MailTrace.Sent, SendStep.Confirm },
        { "accepted, and gone", 15, true, MailTrace.Nothing, SendStep.AskPerson },
        { "accepted, and a draft all the same", 15, true, MailTrace.Draft, SendStep.Send },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_was_written_down_and_what_is_seen_decide(string when, int? askedMinutesAgo, bool isAccepted, MailTrace trace, SendStep expected)
    {
        var draft = new MailDraft
        {
            Key = "letter",
            Place = Now.AddHours(-1),
            AskedAt = askedMinutesAgo is { } minutes ? Now.AddMinutes(-minutes) : null,
            Receipt = isAccepted ? new MailReceipt("id", "<id@kdn.example>", "thread", Now) { IsConfirmed = false } : null,
        };

        Assert.True(SendRules.Next(draft, trace, Now) == expected, when);
    }
}
