using System.ComponentModel.DataAnnotations;
using Assessment.Access;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Mail;

namespace Assessment.Pages;

/// <summary>Where people find their pages.</summary>
public sealed class PageOptions
{
    /// <summary>What stands before a link's token, with its slash: https://app.example/api/page/</summary>
    [Required]
    public Uri Address { get; set; } = new("http://localhost:7071/api/page/");
}

/// <summary>A person's page of a call, as a mail names it.</summary>
public sealed record PersonalPage(string CallId, string Name, Uri Address);

/// <summary>The pages that a mail tells of: one for each of its recipients who may answer for the organisation.</summary>
public sealed class PersonalPages(PersonalLinks links, PageOptions options)
{
    public async Task<IReadOnlyList<PersonalPage>> For(RoundInPlan round, DataCall call, Audience audience, DateTimeOffset now, CancellationToken cancellation)
    {
        var recipients = Recipients.Of(round, call, audience, now);
        var pages = new List<PersonalPage>();
        foreach (var person in recipients.Addressees.Concat(recipients.Copies).Where(person => MayAnswer(person, call)).DistinctBy(person => person.Id))
        {
            pages.Add(await For(round, call, person, cancellation));
        }

        return pages;
    }

    /// <summary>The page of whoever wrote, when that is somebody who may answer.</summary>
    public async Task<IReadOnlyList<PersonalPage>> For(RoundInPlan round, DataCall call, string address, DateTimeOffset now, CancellationToken cancellation)
        => MailMatching.Sender(round.Plan, call.Organisation, address) is { } person && MayAnswer(person, call) && person.IsValidOn(round.Zone.DayOf(now))
            ? [await For(round, call, person, cancellation)]
            : [];

    async Task<PersonalPage> For(RoundInPlan round, DataCall call, Person person, CancellationToken cancellation)
        => new(call.Id, person.Name, new Uri(options.Address, await links.TokenFor(round, call, person, cancellation)));

    static bool MayAnswer(Person person, DataCall call)
        => person.Organisation == call.Organisation && person.Role is (Role.FocalPoint or Role.Alternate or Role.Head);
}
