using System.Text;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Assessment.Mail;

/// <summary>A calendar entry of a call. One call has one entry; a later revision replaces it in the reader's calendar.</summary>
public sealed record DueDateEntry(string CallId, int Revision, string Text)
{
    public string StoredName => $"{CallId}/calendar/{Revision:D9}.ics";
}

/// <summary>The due date of a call as a calendar entry (RFC 5545) that its people can put into their calendars.</summary>
public static class DueDateEntries
{
    /// <summary>The entry for what is outstanding now, at the earliest of its dates. The same state gives the same bytes.</summary>
    public static DueDateEntry Of(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, Language language, DateTimeOffset writtenAt)
    {
        var open = items.Where(item => item.IsOutstanding).ToList();
        var revision = RevisionOf(call, writtenAt);
        var due = open.Count == 0 ? call.DueAt : open.Min(item => item.DueAt);
        var entry = new CalendarEvent
        {
            Uid = $"{call.Id}@{round.Plan.Cycle.Mailbox[(round.Plan.Cycle.Mailbox.IndexOf('@', StringComparison.Ordinal) + 1)..]}",
            DtStamp = Utc(writtenAt),
            Sequence = revision,
            DtStart = Utc(due.AddMinutes(-30)),
            DtEnd = Utc(due),
            Summary = Texts.Fill(language, "calendar-title", ("cycle", round.Plan.Cycle.Title), ("round", round.Round.Title)),
            Description = Description(round, call, open, language),
            // It takes no time of theirs: the date is to be seen, not to block.
            Transparency = TransparencyType.Transparent,
        };
        entry.Alarms.Add(new Alarm { Action = AlarmAction.Display, Description = entry.Summary, Trigger = new Trigger(Duration.FromDays(-1)) });
        return new DueDateEntry(call.Id, revision, Write(entry));
    }

    /// <summary>The letter's entry is revision 0; what is written later has a higher number, without a count that somebody would have to keep.</summary>
    public static int RevisionOf(DataCall call, DateTimeOffset writtenAt)
        => call.SentAt is { } sent ? Math.Max(1, (int)Math.Ceiling((writtenAt - sent).TotalSeconds)) : 0;

    static string Description(RoundInPlan round, DataCall call, IReadOnlyList<Item> open, Language language) => Texts.Fill(
        language,
        "calendar-text",
        ("organisation", Letters.NameOf(round, call, language)),
        ("reference", call.Id),
        ("items", string.Join(", ", open.Select(item => Texts.Fill(language, "calendar-item", ("code", item.Code), ("due", Texts.Moment(language, round.Zone, item.DueAt)))))));

    static string Write(CalendarEvent entry)
    {
        var calendar = new Ical.Net.Calendar { Method = "PUBLISH", ProductId = "-//Assessment//Data calls//EN" };
        calendar.Events.Add(entry);
        return (new CalendarSerializer().SerializeToString(calendar) ?? "").ReplaceLineEndings("\r\n");
    }

    static CalDateTime Utc(DateTimeOffset moment) => new(moment.UtcDateTime, "UTC");
}

/// <summary>Keeps calendar entries with the evidence, so that a mail can carry them and the record has them.</summary>
public sealed class DueDateDesk(IEvidenceStore store)
{
    public async Task<MailAttachment> Attachment(RoundInPlan round, DataCall call, IReadOnlyList<Item> items, Language language, DateTimeOffset now, CancellationToken cancellation)
    {
        var entry = DueDateEntries.Of(round, call, items, language, now);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(entry.Text));
        await store.Store(entry.StoredName, content, cancellation);
        return new MailAttachment(Texts.Fill(language, "calendar-file"), "text/calendar; charset=utf-8; method=PUBLISH", entry.StoredName);
    }
}
