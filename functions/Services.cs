using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Assessment.Access;
using Assessment.Clearance;
using Assessment.Cycle;
using Assessment.DataCalls;
using Assessment.Evidence;
using Assessment.Mail;
using Assessment.Mail.Graph;
using Assessment.Pages;
using Assessment.Register;
using Assessment.Submission;
using Assessment.Teams;
using Assessment.Triage;
using Assessment.Turnover;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Assessment;

/// <summary>The composition that Azure and the local host share. Each host adds its own register, stores, mailbox, cards and sealing key.</summary>
public static class Services
{
    public static IServiceCollection AddAssessment(this IServiceCollection services)
    {
        Doors.RequireKeepers(typeof(Services).Assembly);

        // Before the first mail: whether old code pages are read must not depend on which mail came first.
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Register.Register>();
        services.AddSingleton<Ledger>();
        services.AddSingleton<PlanStore>();
        services.AddSingleton<Callers>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<OpenSends>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<Filings>();
        services.AddSingleton<FailedMails>();
        services.AddSingleton<CardDesk>();
        services.AddSingleton<DueDateDesk>();
        services.AddSingleton<PeopleDesk>();
        services.AddSingleton<OpenCalls>();
        services.AddSingleton<HandOverDesk>();
        services.AddSingleton<TurnoverDesk>();
        services.AddSingleton<FailedAddresses>();
        services.AddSingleton<UnassignedFiles>();
        services.AddSingleton<AutomaticMailDesk>();
        services.AddSingleton<CallReader>();
        services.AddSingleton<ClearanceDesk>();
        services.AddSingleton<AnswerDesk>();
        services.AddSingleton<LateReplyDesk>();
        services.AddSingleton<SealedEvidence>();
        services.AddSingleton<VaultGate>();
        services.AddSingleton<Quarantine>();
        services.AddSingleton<InfectedAnswers>();
        services.AddSingleton<EvidenceDesk>();
        services.AddSingleton<VerdictDesk>();
        services.AddSingleton<TriageSettlement>();
        services.AddSingleton<TriageDesk>();
        services.AddSingleton<PersonalLinkRates>();
        services.AddSingleton<PersonalLinks>();
        services.AddSingleton<PersonalPages>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<PageDesk>();
        services.AddSingleton<PageCodes>();
        return services;
    }

    /// <summary>
    /// What Azure adds: the register in Tables, evidence in Blobs, callers by Entra tokens, and the mailbox and the sealing key where they are set.
    /// There are no cards yet, and <see cref="Readiness"/> says so before a cycle can start.
    /// </summary>
    public static IServiceCollection AddAzure(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AzureOptions>().Bind(configuration.GetSection(AzureOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        var options = configuration.GetSection(AzureOptions.Section).Get<AzureOptions>() ?? new AzureOptions();
        TokenCredential credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(options.IdentityClientId));

        services.AddSingleton<IRegister>(_ => new TablesRegister(new TableServiceClient(options.RegisterTableEndpoint, credential)));
        services.AddSingleton<IEvidenceStore>(_ => new BlobEvidenceStore(Container(options, options.VaultContainer, credential)));
        AddScan(services, options, configuration, credential);
        if (options.Holds != HoldMode.None)
        {
            services.AddSingleton<IEvidenceHolds>(_ => new BlobEvidenceHolds(Container(options, options.VaultContainer, credential), options.Holds == HoldMode.Locked));
        }

        AddPages(services, options, credential);
        if (configuration[$"{GraphMailboxOptions.Section}:{nameof(GraphMailboxOptions.Mailbox)}"] is { Length: > 0 })
        {
            services.AddOptions<GraphMailboxOptions>().Bind(configuration.GetSection(GraphMailboxOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
            services.AddGraphMailbox(provider => new GraphConnection(
                provider.GetRequiredService<IOptions<GraphMailboxOptions>>().Value, credential, provider.GetRequiredService<TimeProvider>()));
        }

        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.MapInboundClaims = false;
            bearer.Authority = $"https://login.microsoftonline.com/{options.TenantId}/v2.0";
            bearer.Audience = options.Audience;
        });
        if (options.SealingKey is { Length: > 0 } pem)
        {
            services.AddSingleton(_ =>
            {
                var key = ECDsa.Create();
                key.ImportFromPem(pem);
                return key;
            });
        }

        return services;
    }

    /// <summary>Where files land and are kept apart, and who scans them: ClamAV where it is set, else Defender for Storage.</summary>
    static void AddScan(IServiceCollection services, AzureOptions options, IConfiguration configuration, TokenCredential credential)
    {
        var scan = configuration.GetSection(ClamdOptions.Section);
        services.AddSingleton(_ => new EvidencePlaces(
            new BlobEvidenceStore(Container(options, options.LandingContainer, credential)),
            new BlobEvidenceStore(Container(options, options.QuarantineContainer, credential))));
        if (scan[nameof(ClamdOptions.Clamd)] is { Length: > 0 })
        {
            services.AddOptions<ClamdOptions>().Bind(scan).ValidateDataAnnotations().ValidateOnStart();
            services.AddSingleton<IMalwareScan>(provider => new ClamdScan(provider.GetRequiredService<IOptions<ClamdOptions>>().Value, provider.GetRequiredService<EvidencePlaces>()));
        }
        else if (scan["VerdictQueue"] is { Length: > 0 } queue)
        {
            services.AddSingleton<IMalwareScan>(provider => new DefenderScan(
                Container(options, options.LandingContainer, credential), new QueueClient(new Uri(queue), credential), provider.GetRequiredService<Register.Register>()));
        }
    }

    static BlobContainerClient Container(AzureOptions options, string name, TokenCredential credential)
        => new BlobServiceClient(options.EvidenceBlobEndpoint, credential).GetBlobContainerClient(name);

    /// <summary>Where pages lie, the keys of their links, and where files land: straight in the landing container.</summary>
    static void AddPages(IServiceCollection services, AzureOptions options, TokenCredential credential)
    {
        services.AddSingleton(new PageOptions { Address = options.PageAddress ?? new PageOptions().Address });
        services.AddSingleton(provider => new LandingAddresses(new BlobServiceClient(options.EvidenceBlobEndpoint, credential), options.LandingContainer, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Landing(
            provider.GetRequiredService<EvidencePlaces>().Landing,
            provider.GetRequiredService<LandingAddresses>().AddressFor,
            options.EvidenceBlobEndpoint));
        if (options.LinkKeys is { Length: > 0 } keys)
        {
            services.AddSingleton(PersonalLinkKeys.Parse(keys));
        }
    }

    /// <summary>The shared mailbox through Microsoft Graph, with its notifications.</summary>
    public static IServiceCollection AddGraphMailbox(this IServiceCollection services, Func<IServiceProvider, GraphConnection> connect)
    {
        services.AddSingleton(connect);
        services.AddSingleton<IMailbox, GraphMailbox>();
        services.AddSingleton<GraphSubscriptions>();
        return services;
    }
}

/// <summary>Where the app finds what it needs on Azure: settings Assessment__NAME.</summary>
public sealed class AzureOptions
{
    public const string Section = "Assessment";

    [Required]
    public Uri? EvidenceBlobEndpoint { get; set; }

    [Required]
    public Uri? RegisterTableEndpoint { get; set; }

    [Required]
    public string IdentityClientId { get; set; } = "";

    [Required]
    public string TenantId { get; set; } = "";

    /// <summary>The app registration that tokens are made for; without one every caller is refused.</summary>
    public string Audience { get; set; } = "";

    [Required]
    public string VaultContainer { get; set; } = "vault";

    /// <summary>Where files wait until their form is sent, and for the verdict of the malware scan.</summary>
    [Required]
    public string LandingContainer { get; set; } = "landing";

    /// <summary>Where files are kept that did not pass the scan.</summary>
    [Required]
    public string QuarantineContainer { get; set; } = "quarantine";

    /// <summary>Whether sealed evidence is held by the platform; the vault must have version-level immutability then.</summary>
    public HoldMode Holds { get; set; }

    /// <summary>What stands before the token of a personal link: https://NAME.azurewebsites.net/api/page/</summary>
    public Uri? PageAddress { get; set; }

    /// <summary>The keys of personal links, the current one first: ID:BASE64;ID:BASE64. A reference into a key vault.</summary>
    public string? LinkKeys { get; set; }

    /// <summary>The private key (PEM, P-256) that seals packages: a reference into a key vault.</summary>
    public string? SealingKey { get; set; }
}

/// <summary>How sealed evidence is held. What is locked nobody can let go before its time, not even with the subscription.</summary>
public enum HoldMode
{
    None,
    Unlocked,
    Locked,
}
