using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Register;
using Assessment.Triage;
using Assessment.Turnover;

namespace Assessment.Mail;

/// <summary>Takes in what machines send: it is noted and acted upon, and never an answer, never acknowledged, so that no two machines talk to each other.</summary>
public sealed class AutomaticMailDesk(Register.Register register, IMailbox mailbox, PeopleDesk people, OpenCalls openCalls, FailedAddresses addresses, Outbox outbox, Ledger ledger, TimeProvider clock)
{
    /// <summary>True for a mail that looks automatic and yet carries files or a filled form: a person looks at it, so that no answer is lost.</summary>
    public static bool MayBeAnswer(MailKindFound kind, IncomingMail message)
        => kind.Class is MailClass.AutomaticReply or MailClass.OutOfOffice
            && (message.Attachments.Count > 0 || ReplyForm.Read(message.Text).Items.Any(item => item.SaysAnything));

    public async Task<FiledMail> Take(Plan plan, IncomingMail message, MailKindFound kind, CancellationToken cancellation) => kind.Class switch
    {
        MailClass.OutOfOffice => await TakeAbsence(plan, message, kind, cancellation),
        MailClass.DeliveryReport => await TakeReport(plan, message, kind, cancellation),
        MailClass.ReadReceipt => await Noted(plan, message, "ReadReceiptNoted", kind, cancellation),
        MailClass.AutomaticReply => await Noted(plan, message, "AutomaticReplyNoted", kind, cancellation),
        _ => throw new InvalidOperationException($"{kind.Class} is not automatic."),
    };

    async Task<FiledMail> Noted(Plan plan, IncomingMail message, string what, MailKindFound kind, CancellationToken cancellation)
    {
        await Note(plan, message, what, await CallOf(plan.Cycle.Id, [message.ConversationId, message.InReplyTo ?? "", .. message.References], cancellation), kind.Why);
        return new FiledMail(null);
    }

    /// <summary>Marks the sender as away: reminders go to the alternate too, and the open calls are handed on, until the sender writes again.</summary>
    async Task<FiledMail> TakeAbsence(Plan plan, IncomingMail message, MailKindFound kind, CancellationToken cancellation)
    {
        await Noted(plan, message, "AbsenceNoted", kind, cancellation);
        var wake = new List<string>();
        foreach (var person in People(plan, message.From.Address))
        {
            await people.Change(plan.Cycle.Id, person.Id, change => change with { AwaySince = change.AwaySince ?? message.ReceivedAt }, cancellation);
            wake.AddRange((await openCalls.Of(plan, person.Organisation, cancellation)).Select(call => call.Instance));
        }

        return new FiledMail(null) { Others = [.. wake.Distinct()] };
    }

    /// <summary>A report without a failure is only noted: the mail is late or was passed on.</summary>
    async Task<FiledMail> TakeReport(Plan plan, IncomingMail message, MailKindFound kind, CancellationToken cancellation)
    {
        await using var raw = await mailbox.OpenRaw(message.MessageId, cancellation);
        var report = DeliveryReport.Read(raw);
        if (report.Failed.Count == 0)
        {
            return await Noted(plan, message, "DeliveryNoted", kind, cancellation);
        }

        var callId = await CallOf(plan.Cycle.Id, [.. report.Originals, message.ConversationId], cancellation);
        var wake = new List<string>();
        foreach (var failed in report.Failed)
        {
            await Note(plan, message, "MailBounced", callId, $"{failed.Address}: {failed.Reason}", ThreadKey.Of(failed.Address)[..12]);
            wake.AddRange(await Mark(plan, failed, cancellation));
            await Alert(plan, message, callId, report, failed, cancellation);
            foreach (var person in People(plan, failed.Address))
            {
                await addresses.Ask(plan, person, failed.Reason, cancellation);
            }
        }

        return new FiledMail(null) { Others = [.. wake.Distinct()] };
    }

    async Task<IReadOnlyList<string>> Mark(Plan plan, FailedRecipient failed, CancellationToken cancellation)
    {
        var wake = new List<string>();
        foreach (var person in People(plan, failed.Address))
        {
            await people.Change(plan.Cycle.Id, person.Id, change => change with { FailsBecause = change.FailsBecause ?? (failed.Reason.Length > 0 ? failed.Reason : "no reason was given") }, cancellation);
            wake.AddRange((await openCalls.Of(plan, person.Organisation, cancellation)).Select(call => call.Instance));
        }

        return wake;
    }

    /// <summary>Tells the secretariat, but none of its officers whose own address fails: that mail would come back too, and so on.</summary>
    async Task Alert(Plan plan, IncomingMail message, string? callId, DeliveryReport report, FailedRecipient failed, CancellationToken cancellation)
    {
        var today = Zone.Of(plan.Cycle.TimeZone).DayOf(clock.GetUtcNow());
        var person = People(plan, failed.Address).FirstOrDefault();
        var officers = plan.People.Where(officer => officer is { Role: Role.Secretariat, IsUnreachable: false } && officer.IsValidOn(today) && report.Failed.All(one => !IsSame(one.Address, officer.Email)));
        foreach (var officer in officers.OrderBy(officer => officer.Id, StringComparer.Ordinal))
        {
            var key = $"bounce-{ThreadKey.Of(message.MessageId + failed.Address)[..20]}";
            await outbox.Send(plan.Cycle.Id, BounceAlert.Of(plan, key, callId, officer, person, failed, today), cancellation);
        }
    }

    Task Note(Plan plan, IncomingMail message, string what, string? callId, string why, string more = "")
        => ledger.Note(plan.Cycle.Id, $"automatic-{ThreadKey.Of(message.MessageId)}{more}", what, callId ?? plan.Cycle.Id, message.From.Address, message.Subject, clock, why);

    async Task<string?> CallOf(string cycleId, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        foreach (var id in ids.Where(id => id.Length > 0))
        {
            if (await register.Find<MailThread>(cycleId, ThreadKey.Of(id), cancellation) is { } thread
                && await register.Find<DataCall>(thread.CallId, "call", cancellation) is { } call)
            {
                return call.Id;
            }
        }

        return null;
    }

    static IEnumerable<Person> People(Plan plan, string address) => plan.People.Where(person => IsSame(person.Email, address));

    static bool IsSame(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What the secretariat is told of an address that fails.</summary>
public static class BounceAlert
{
    public static OutgoingMail Of(Plan plan, string key, string? callId, Person officer, Person? person, FailedRecipient failed, DateOnly today)
    {
        var language = officer.Language;
        var organisation = person?.Organisation ?? failed.Address;
        return Letters.Alert(
            plan,
            key,
            callId ?? plan.Cycle.Id,
            officer,
            Texts.Fill(language, "failed-title", ("organisation", organisation)),
            Texts.Fill(
                language,
                "failed-text",
                ("address", failed.Address),
                ("person", person?.Name ?? Texts.Fill(language, "failed-someone")),
                ("organisation", organisation),
                ("reason", failed.Reason),
                ("instead", Instead(plan, person, today) ?? Texts.Fill(language, "failed-nobody"))));
    }

    /// <summary>Who gets the mails from now on: the alternate, or else the head.</summary>
    public static string? Instead(Plan plan, Person? person, DateOnly today) => person is null ? null : plan.People
        .Where(other => other.Organisation == person.Organisation && !other.IsUnreachable && other.IsValidOn(today) && other.Role is Role.FocalPoint or Role.Alternate or Role.Head)
        .Where(other => !string.Equals(other.Email, person.Email, StringComparison.OrdinalIgnoreCase))
        .OrderBy(other => other.Role)
        .ThenBy(other => other.Id, StringComparer.Ordinal)
        .FirstOrDefault()?.Name;
}
