using System.Text.RegularExpressions;
using Assessment.Cycle;

namespace Assessment.Mail;

/// <summary>To which call a mail belongs. Facts come from the register; the decision is pure.</summary>
public static partial class MailMatching
{
    /// <summary>The addresses of calls that a subject carries in square brackets.</summary>
    public static IReadOnlyList<string> TokensIn(string subject) => [.. Token().Matches(subject).Select(match => match.Groups["token"].Value.ToLowerInvariant())];

    /// <summary>The token that a mail's subject carries, so that a reply finds its call even in a new thread.</summary>
    public static string WithToken(string subject, string callId) => $"{subject} [{callId}]";

    /// <summary>The thread decides, then In-Reply-To and References, then the token, then the sender's open calls if there is exactly one.</summary>
    public static MailMatch Match(ThreadFacts facts)
    {
        var (callId, by) = facts switch
        {
            { ByConversation: { } call } => (call, "its thread"),
            { ByReference: { } call } => (call, "the message that it answers"),
            { ByToken: { } call } => (call, "the token in its subject"),
            { BySender: { } call } => (call, "the only open call of its sender"),
            _ => (null, ""),
        };
        return callId is null
            ? new MailMatch(null, "It belongs to no thread of ours, answers none of our messages and carries no token, and its sender has not exactly one open call.")
            : new MailMatch(callId, by);
    }

    /// <summary>The person who sent it, if that organisation is known to have such a person; whoever left or is yet to come counts too.</summary>
    public static Person? Sender(Plan plan, string organisation, string address) => plan.People
        .Where(person => person.Organisation == organisation)
        .FirstOrDefault(person => string.Equals(person.Email, address, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\[(?<token>[A-Za-z0-9]+(-[A-Za-z0-9]+)+)\]")]
    private static partial Regex Token();
}

/// <summary>The call that each trace of a mail leads to, if any.</summary>
public sealed record ThreadFacts(string? ByConversation, string? ByReference, string? ByToken, string? BySender = null);

/// <summary>The call, and by what it was found; without a call, why not.</summary>
public sealed record MailMatch(string? CallId, string By);
