using Assessment.Cycle;
using Assessment.DataCalls;

namespace Assessment.Mail;

/// <summary>Who receives a mail of a call, and in which language: that of the first addressee.</summary>
public sealed record Recipients(IReadOnlyList<Person> Addressees, IReadOnlyList<Person> Copies)
{
    public Language Language => Addressees[0].Language;

    public IReadOnlyList<MailAddress> To => [.. Addressees.Select(AddressOf)];

    public IReadOnlyList<MailAddress> Cc => [.. Copies.Select(AddressOf)];

    /// <summary>The people of an audience, those one step down in copy. Where a role is vacant that day, the next one down stands in, so that no mail goes nowhere.</summary>
    public static Recipients Of(RoundInPlan round, DataCall call, Audience audience, DateTimeOffset now)
    {
        var focal = Reachable(round.People(Role.FocalPoint, now, call.Organisation));
        var alternates = Reachable(round.People(Role.Alternate, now, call.Organisation)).Where(person => focal.All(one => !IsSame(one, person))).ToList();
        var heads = Reachable(round.People(Role.Head, now, call.Organisation));
        var signatories = round.Plan.MinistryOf(call.Organisation) is { } ministry ? round.People(Role.Signatory, now, ministry.Code) : [];

        return audience switch
        {
            Audience.Signatory when signatories.Count > 0 => new(signatories, [.. heads, .. focal]),
            Audience.Signatory or Audience.Head when heads.Count > 0 => new(heads, [.. focal, .. alternates]),
            // Who is away is written to as well, so that nothing waits for them and nothing passes them by.
            _ when focal.Count > 0 && focal.All(person => person.IsAway) => new([.. focal, .. alternates], []),
            _ when focal.Count > 0 => new(focal, alternates),
            _ when alternates.Count > 0 => new(alternates, []),
            _ when heads.Count > 0 => new(heads, []),
            _ => new(round.People(Role.Secretariat, now), []),
        };
    }

    public OutgoingMail Mail(MailKind kind, string key, string about, string subject, MailBody body) => new()
    {
        Kind = kind,
        Key = key,
        To = To,
        Cc = Cc,
        Subject = subject,
        Text = body.Text,
        Html = body.Html,
        About = about,
    };

    /// <summary>An address that fails is no way to reach anybody: its role counts as vacant.</summary>
    static IReadOnlyList<Person> Reachable(IReadOnlyList<Person> people) => [.. people.Where(person => !person.IsUnreachable)];

    static bool IsSame(Person one, Person other) => string.Equals(one.Email, other.Email, StringComparison.OrdinalIgnoreCase);

    static MailAddress AddressOf(Person person) => new(person.Name, person.Email);
}

/// <summary>A call with a reminder that is due, and what it is about.</summary>
public sealed record OpenCall(RoundInPlan Round, DataCall Call, IReadOnlyList<Item> Outstanding, ReminderStep Step, DateTimeOffset DueAt)
{
    public DigestCall ForDigest => new(Call.Id, Step, [.. Outstanding.Select(item => item.Code)], DueAt);
}
