using System.Security.Cryptography;
using Assessment.Access;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Register;
using Assessment.Teams;
using Microsoft.Extensions.DependencyInjection;

namespace Assessment.Cycle;

/// <summary>Whether this host has all that a year needs. A cycle that could not send its letters must not start.</summary>
public sealed class Readiness(IServiceProviderIsService known)
{
    static readonly (Type Service, string Name)[] Needed =
    [
        (typeof(IRegister), "register"),
        (typeof(IEvidenceStore), "evidence store"),
        (typeof(IMalwareScan), "malware scan (setting Assessment__Scan__VerdictQueue or Assessment__Scan__Clamd)"),
        (typeof(IMailbox), "mailbox (settings Assessment__Mail__Mailbox and Assessment__Mail__NotificationUrl)"),
        (typeof(ICards), "cards"),
        (typeof(ECDsa), "sealing key (setting Assessment__SealingKey)"),
        (typeof(PersonalLinkKeys), "keys of personal links (setting Assessment__LinkKeys)"),
    ];

    /// <summary>What is missing, in words; null when a cycle can start.</summary>
    public string? Missing => Needed.Where(need => !known.IsService(need.Service)).Select(need => need.Name).ToList() is { Count: > 0 } missing
        ? $"This host has no {string.Join(", no ", missing)}, so no cycle can run on it."
        : null;
}
