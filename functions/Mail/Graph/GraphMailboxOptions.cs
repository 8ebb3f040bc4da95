using System.ComponentModel.DataAnnotations;

namespace Assessment.Mail.Graph;

/// <summary>The shared mailbox: settings Assessment__Mail__NAME.</summary>
public sealed class GraphMailboxOptions : IValidatableObject
{
    public const string Section = "Assessment:Mail";

    /// <summary>The address of the one shared mailbox. While it is empty the app has no mailbox, and no cycle can start.</summary>
    [Required(ErrorMessage = "Assessment__Mail__Mailbox is empty: name the address of the shared mailbox.")]
    [EmailAddress(ErrorMessage = "Assessment__Mail__Mailbox is no mail address.")]
    public string Mailbox { get; set; } = "";

    /// <summary>Where Microsoft Graph reaches this app, without a path: https://func-assessment.azurewebsites.net.</summary>
    [Required(ErrorMessage = "Assessment__Mail__NotificationUrl is empty: name the address under which Microsoft Graph reaches this app.")]
    public Uri? NotificationUrl { get; set; }

    [Required]
    public Uri Endpoint { get; set; } = new("https://graph.microsoft.com/v1.0");

    /// <summary>Microsoft Graph takes four requests at once for one mailbox.</summary>
    [Range(1, 4)]
    public int RequestsAtOnce { get; set; } = 4;

    /// <summary>Exchange Online sends 30 messages a minute.</summary>
    [Range(1, 30)]
    public int MessagesPerMinute { get; set; } = 30;

    /// <summary>Exchange Online takes 10,000 recipients in 24 hours; set less when others send from the same mailbox.</summary>
    [Range(1, 10_000)]
    public int RecipientsPerDay { get; set; } = 10_000;

    [Range(5, 600)]
    public int TimeoutSeconds { get; set; } = 60;

    /// <summary>What stands behind the @ of the mailbox.</summary>
    public string Domain => Mailbox[(Mailbox.IndexOf('@', StringComparison.Ordinal) + 1)..];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, address) in new[] { (nameof(NotificationUrl), NotificationUrl), (nameof(Endpoint), Endpoint) })
        {
            if (address is not null && !IsSafe(address))
            {
                yield return new ValidationResult($"Assessment__Mail__{name} must be an address with https, and is {address}.", [name]);
            }
        }
    }

    static bool IsSafe(Uri address) => address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback);
}
