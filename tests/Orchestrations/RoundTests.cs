using Assessment.Host.Runtime;
using Assessment.Tests.Year;

namespace Assessment.Tests.Orchestrations;

/// <summary>A round from release to submission, in virtual time.</summary>
public sealed class RoundTests
{
    [Fact]
    public async Task Everybody_answers_signs_and_endorses_and_the_package_leaves()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt);

        var rest = await cycle.Run();

        Assert.Equal(RestReason.Finished, rest.Reason);
        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent shelter
            Mon 03 Mar 10:00 LetterSent police
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 10:00 ItemReplied police/R02
            Tue 04 Mar 10:00 AcknowledgementSent police
            Tue 04 Mar 12:00 ItemAccepted police/R01
            Tue 04 Mar 12:00 ItemAccepted police/R02
            Tue 04 Mar 12:00 ClosingSent police
            Tue 04 Mar 12:00 CallClosed police
            Tue 04 Mar 13:00 SignOffGiven spring
            Wed 05 Mar 10:00 ItemReplied shelter/R02
            Wed 05 Mar 10:00 AcknowledgementSent shelter
            Wed 05 Mar 12:00 ItemAccepted shelter/R02
            Wed 05 Mar 12:00 ClosingSent shelter
            Wed 05 Mar 12:00 CallClosed shelter
            Wed 05 Mar 13:00 SubmissionConsolidated spring
            Wed 05 Mar 14:00 SubmissionSealed spring
            Wed 05 Mar 14:00 EvidenceHeld spring
            Wed 05 Mar 14:00 SubmissionSent spring
            Wed 05 Mar 14:00 SubmissionHandedIn spring
            """);
    }

    [Fact]
    public async Task Letters_that_are_held_are_never_sent_and_the_round_stops()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions: [{ card: release-calls, round: spring, decision: hold, reason: The list is not final. }]
            """);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        await Expect(cycle, """
            Mon 03 Mar 10:00 RoundStopped spring
            """);
        Assert.Empty(cycle.Host.Mailbox.All());
    }

    [Fact]
    public async Task Letters_that_nobody_releases_are_held_back_until_they_make_no_sense_any_more()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions: [{ card: release-calls, round: spring, decision: none }]
            """);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        await Expect(cycle, """
            Fri 14 Mar 17:00 RoundStopped spring
            """);
        Assert.Equal(["TaskReminder", "TaskReminder", "TaskReminder"], cycle.Host.Mailbox.All().Select(mail => mail.Kind));
    }

    [Fact]
    public async Task A_package_that_nobody_releases_is_not_handed_in_and_everybody_who_can_act_is_told()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions: [{ card: release-submission, round: spring, decision: none }]
            """);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Wed 05 Mar 13:00 SubmissionConsolidated spring
            Mon 31 Mar 17:00 SubmissionMissed spring
            Mon 31 Mar 17:00 AlertSent spring
            Mon 31 Mar 17:00 AlertSent spring
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("SubmissionConsolidated", "SubmissionMissed", "AlertSent", "SubmissionSealed", "SubmissionHandedIn"));
        Assert.Equal(2, cycle.Host.Mailbox.All().Count(mail => mail.Kind == "Alert"));
    }

    [Fact]
    public async Task A_ministry_that_does_not_sign_leaves_a_gap_and_its_items_stay_at_home()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions: [{ card: sign-off, ministry: HOME, round: spring, decision: none }]
            """);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        Assert.Equal(
            """
            Tue 25 Mar 17:00 SignOffLapsed spring
            Wed 26 Mar 09:04 SubmissionConsolidated spring
            Wed 26 Mar 10:04 SubmissionHandedIn spring
            """.ReplaceLineEndings("\n"),
            await cycle.Timeline("SignOffGiven", "SignOffLapsed", "SubmissionConsolidated", "SubmissionHandedIn"));
        var decisions = await Package.Decisions(cycle);
        Assert.Equal(["SHELTER R02"], decisions.Items.Select(item => $"{item.Organisation} {item.Recommendation}"));
        Assert.Empty(decisions.SignOffs);
        Assert.Equal(
            [
                "R01, Police: the answer was accepted, but HOME has not signed it.",
                "R02, Police: the answer was accepted, but HOME has not signed it.",
                "Ministry of the Interior did not sign by Tue 25 Mar 2025 17:00.",
            ],
            decisions.Gaps);
    }

    [Fact]
    public async Task A_partner_enters_unsigned_beside_the_signed_items_of_the_ministry()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt);

        await cycle.Run();

        var decisions = await Package.Decisions(cycle);
        Assert.Equal(["POLICE R01", "POLICE R02", "SHELTER R02"], decisions.Items.Select(item => $"{item.Organisation} {item.Recommendation}"));
        Assert.Equal(["mini-spring-police/R01", "mini-spring-police/R02"], Assert.Single(decisions.SignOffs).Items.Select(item => $"{item.CallId}/{item.Code}"));
        Assert.Empty(decisions.Gaps);
    }

    [Fact]
    public async Task A_refused_signature_reopens_the_call_and_the_next_one_covers_what_was_answered_again()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

              - { organisation: POLICE, round: spring, to: return, after: 1d, items: { R01: { answer: "Forty-one persons were screened." }, R02: { answer: "One case came to us." } } }
            decisions: [{ card: sign-off, ministry: HOME, round: spring, nth: 1, decision: refuse, reason: Both are out of date. }]
            """);

        Assert.Equal(RestReason.Finished, (await cycle.Run()).Reason);

        await Expect(cycle, """
            Mon 03 Mar 10:00 LetterSent shelter
            Mon 03 Mar 10:00 LetterSent police
            Tue 04 Mar 10:00 ItemReplied police/R01
            Tue 04 Mar 10:00 ItemReplied police/R02
            Tue 04 Mar 10:00 AcknowledgementSent police
            Tue 04 Mar 12:00 ItemAccepted police/R01
            Tue 04 Mar 12:00 ItemAccepted police/R02
            Tue 04 Mar 12:00 ClosingSent police
            Tue 04 Mar 12:00 CallClosed police
            Tue 04 Mar 13:00 SignOffRefused spring
            Tue 04 Mar 13:00 ItemReturned police/R01
            Tue 04 Mar 13:00 ItemReturned police/R02
            Tue 04 Mar 13:00 ReturnSent police
            Wed 05 Mar 10:00 ItemReplied shelter/R02
            Wed 05 Mar 10:00 AcknowledgementSent shelter
            Wed 05 Mar 12:00 ItemAccepted shelter/R02
            Wed 05 Mar 12:00 ClosingSent shelter
            Wed 05 Mar 12:00 CallClosed shelter
            Wed 05 Mar 13:00 ItemReplied police/R01
            Wed 05 Mar 13:00 ItemReplied police/R02
            Wed 05 Mar 13:00 AcknowledgementSent police
            Wed 05 Mar 15:00 ItemAccepted police/R01
            Wed 05 Mar 15:00 ItemAccepted police/R02
            Wed 05 Mar 15:00 ClosingSent police
            Wed 05 Mar 15:00 CallClosed police
            Wed 05 Mar 16:00 SignOffGiven spring
            Thu 06 Mar 10:04 SubmissionConsolidated spring
            Thu 06 Mar 11:04 SubmissionSealed spring
            Thu 06 Mar 11:04 EvidenceHeld spring
            Thu 06 Mar 11:04 SubmissionSent spring
            Thu 06 Mar 11:04 SubmissionHandedIn spring
            """);
    }

    [Fact]
    public async Task A_council_that_declines_is_stated_and_the_package_still_leaves()
    {
        await using var cycle = new MiniCycle(MiniCycle.Decisive + MiniCycle.Prompt + """

            decisions: [{ card: endorsement, round: spring, decision: decline, reason: The draft came too late. }]
            """);

        await cycle.Run();

        var decisions = await Package.Decisions(cycle);
        Assert.Null(decisions.Endorsement);
        Assert.Equal(["The council did not endorse the draft: The draft came too late."], decisions.Gaps);
    }

    static async Task Expect(MiniCycle cycle, string timeline) => Assert.Equal(timeline.ReplaceLineEndings("\n"), await cycle.Timeline());
}
