using Assessment.Host.Runtime;
using Assessment.Host.Sandbox;

namespace Assessment.Tests.Orchestrations;

/// <summary>A reply that comes after its data call has closed: a person decides whether it is still taken in, and the ministry never signs what changed.</summary>
public sealed class LateReplyTests
{
    const string Answers = """
        replies:
          - { organisation: POLICE, round: spring, after: 1d, items: { R01: { answer: "Forty persons were screened." }, R02: { nothing: "No case came to us." } } }
          - { organisation: POLICE, round: spring, at: 2025-03-05T10:00, items: { R01: { answer: "Forty-one persons were screened." } } }
          - { organisation: SHELTER, round: spring, after: 2d, items: { R02: { answer: "Nine residents were served." } } }
        """;

    static readonly string[] Told = ["CallClosed", "ReplyLate", "LateReplyTaken", "LateReplyLeft", "LateReplyLeftSent", "ItemReplied", "ItemAccepted", "SignOffWithdrawn", "SignOffVoid", "SignOffGiven", "AcknowledgementSent"];

    [Fact]
    public async Task While_the_ministry_is_asked_the_question_is_withdrawn_and_asked_again_about_the_new_answer()
    {
        await using var cycle = new MiniCycle(Decides("late-reply: 1h") + "decisions: [{ card: sign-off, ministry: HOME, round: spring, decision: sign, after: 2d }]\n" + Answers);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 10:00 ItemReplied police/R02
            Tue 04 Mar 10:00 AcknowledgementSent police
            Tue 04 Mar 12:00 ItemAccepted police/R01
            Tue 04 Mar 12:00 ItemAccepted police/R02
            Tue 04 Mar 12:00 CallClosed police
            Wed 05 Mar 10:00 ReplyLate police
            Wed 05 Mar 10:00 AcknowledgementSent police
            Wed 05 Mar 11:00 LateReplyTaken police
            Wed 05 Mar 11:00 ItemReplied police/R01
            Wed 05 Mar 11:00 SignOffWithdrawn spring
            Wed 05 Mar 11:00 AcknowledgementSent police
            Wed 05 Mar 13:00 ItemAccepted police/R01
            Wed 05 Mar 13:00 CallClosed police
            Wed 05 Mar 14:00 SignOffGiven spring
            """.ReplaceLineEndings("\n"),
            string.Join('\n', (await Lines(cycle)).Split('\n').Where(line => !line.Contains("shelter", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_reply_that_is_left_out_changes_nothing_and_its_sender_is_told_why()
    {
        await using var cycle = new MiniCycle(Decides("late-reply: 1h") + "decisions: [{ card: late-reply, organisation: POLICE, round: spring, decision: leave, reason: The difference is one person who was counted in April. }]\n" + Answers);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Wed 05 Mar 10:00 ReplyLate police
            Wed 05 Mar 10:00 AcknowledgementSent police
            Wed 05 Mar 11:00 LateReplyLeft police
            Wed 05 Mar 11:00 LateReplyLeftSent police
            """.ReplaceLineEndings("\n"),
            string.Join('\n', (await Lines(cycle)).Split('\n').Where(line => line.StartsWith("Wed 05 Mar 1", StringComparison.Ordinal) && line.EndsWith("police", StringComparison.Ordinal))));
        var mail = Assert.Single(cycle.Host.Mailbox.All(), mail => mail.Kind == "LateReplyLeft");
        Assert.Contains("The difference is one person who was counted in April.", MailReader.Read(mail.Raw).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_all_ministries_have_signed_nobody_is_asked_and_the_sender_is_told_that_it_is_too_late()
    {
        await using var cycle = new MiniCycle(Decides("late-reply: 1h") + Answers.Replace("2025-03-05T10:00", "2025-03-05T12:30", StringComparison.Ordinal));

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.DoesNotContain(cycle.Host.Cards.All(), card => (string?)card.Shown["kind"] == "LateReply");
        Assert.Contains("Wed 05 Mar 12:30 ReplyLate police", await Lines(cycle), StringComparison.Ordinal);
        Assert.Contains("it is not part of this round", MailReader.Read(cycle.Host.Mailbox.All().Last(mail => mail.Kind == "Acknowledgement").Raw).Text.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    static string Decides(string more) => MiniCycle.Decisive.Replace("held-mail: 1h", $"held-mail: 1h, {more}", StringComparison.Ordinal);

    static Task<string> Lines(MiniCycle cycle) => cycle.Timeline(Told);
}
