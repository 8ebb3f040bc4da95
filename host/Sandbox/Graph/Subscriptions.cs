using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>Who wants to hear of changes, of which folder, where.</summary>
sealed record Subscription
{
    public required string Id { get; init; }
    public required string Resource { get; init; }

    /// <summary>The folder, or null for the whole mailbox.</summary>
    public string? Folder { get; init; }
    public required IReadOnlyList<string> ChangeTypes { get; init; }
    public required string NotificationUrl { get; init; }
    public string? LifecycleUrl { get; init; }
    public string? ClientState { get; init; }
    public required bool HasImmutableIds { get; init; }
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it is challenged to reauthorize; null once that is done.</summary>
    public DateTimeOffset? Challenge { get; init; }

    public JsonObject Shown(bool hasState) => new()
    {
        ["id"] = Id,
        ["resource"] = Resource,
        ["applicationId"] = Subscriptions.Application,
        ["changeType"] = string.Join(',', ChangeTypes),
        ["clientState"] = hasState ? ClientState : null,
        ["notificationUrl"] = NotificationUrl,
        ["notificationQueryOptions"] = null,
        ["lifecycleNotificationUrl"] = LifecycleUrl,
        ["expirationDateTime"] = Expires.Shown(),
        ["creatorId"] = Subscriptions.Application,
        ["includeResourceData"] = null,
        ["latestSupportedTlsVersion"] = "v1_2",
        ["encryptionCertificate"] = null,
        ["encryptionCertificateId"] = null,
        ["notificationUrlAppId"] = null,
    };
}

/// <summary>The subscriptions of the app: made, renewed, reauthorized, and gone when their time is over.</summary>
sealed partial class Subscriptions
{
    public const string Application = "3d0a4f0c-6d0f-4f5e-9d5b-7f1f6f2f0b11";
    public const string Tenant = "b7f5c1de-2c3a-4a1f-8f43-0f3b6a5d9e21";

    const int MostMinutes = 10_080;
    const int LeastMinutes = 45;
    const int MostState = 128;
    const string Columns = "id, resource, folder, change_types, notification_url, lifecycle_url, client_state, immutable, expires, challenge";

    static readonly string[] Kinds = ["created", "updated", "deleted"];

    readonly GraphStore store;
    readonly GraphSandboxOptions options;
    readonly SandboxDatabase database;

    public Subscriptions(GraphStore store, GraphSandboxOptions options)
    {
        this.store = store;
        this.options = options;
        database = store.Database;
        lock (database.Gate)
        {
            database.Execute("""
                CREATE TABLE IF NOT EXISTS graph_subscriptions (
                    sequence INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, resource TEXT NOT NULL, folder TEXT, change_types TEXT NOT NULL,
                    notification_url TEXT NOT NULL, lifecycle_url TEXT, client_state TEXT, immutable INTEGER NOT NULL, expires TEXT NOT NULL, challenge TEXT);
                """);
        }
    }

    public IReadOnlyList<Subscription> Active() => database.All(
        $"SELECT {Columns} FROM graph_subscriptions WHERE expires > $now ORDER BY sequence", Read, ("$now", store.Now.Stored()));

    public IReadOnlyList<Subscription> ToChallenge() => [.. Active().Where(subscription => subscription.Challenge <= store.Now)];

    public DateTimeOffset? NextChallenge => Active().Min(subscription => subscription.Challenge);

    public void Challenged(Subscription subscription) => Save(subscription with { Challenge = null });

    /// <summary>What a request to subscribe asks for, checked but not yet stored: its URLs must answer first.</summary>
    public Subscription Asked(GraphRequest request)
    {
        var said = request.Json();
        GraphSchema.Current.Check(said, "subscription");
        var expires = Expiry(said);
        var kinds = Required(said, "changeType").Split(',', StringSplitOptions.TrimEntries);
        if (kinds.Except(Kinds).FirstOrDefault() is { } unknown)
        {
            throw Invalid($"Invalid value specified for changeType: '{unknown}'.");
        }

        var state = said["clientState"]?.GetValue<string>();
        if (state?.Length > MostState)
        {
            throw Invalid($"clientState cannot be longer than {MostState} characters.");
        }

        if (said["includeResourceData"]?.GetValue<bool>() == true)
        {
            throw Invalid("Subscriptions with resource data need an encryption certificate.");
        }

        var resource = Required(said, "resource");
        return new Subscription
        {
            Id = "",
            Resource = resource,
            Folder = FolderOf(resource),
            ChangeTypes = kinds,
            NotificationUrl = Url(Required(said, "notificationUrl"), "notificationUrl"),
            LifecycleUrl = said["lifecycleNotificationUrl"]?.GetValue<string>() is { } lifecycle ? Url(lifecycle, "lifecycleNotificationUrl") : null,
            ClientState = state,
            HasImmutableIds = request.HasImmutableIds,
            Expires = expires,
            Challenge = ChallengeOf(expires),
        };
    }

    public GraphAnswer Add(GraphRequest request, Subscription asked)
    {
        database.Execute(
            $"INSERT INTO graph_subscriptions ({Columns}) VALUES ('', $resource, $folder, $kinds, $url, $lifecycle, $state, $immutable, $expires, $challenge)", Values(asked));
        var sequence = database.Count("SELECT MAX(sequence) FROM graph_subscriptions");
        var added = asked with { Id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{store.Mailbox} subscription {sequence}")))[..16]).ToString() };
        database.Execute("UPDATE graph_subscriptions SET id = $id WHERE sequence = $sequence", ("$id", added.Id), ("$sequence", sequence));
        return GraphAnswer.Created(Whole(request, added, hasState: true));
    }

    public GraphAnswer List(GraphRequest request) => GraphAnswer.Ok(new JsonObject
    {
        ["@odata.context"] = $"{request.Root}/$metadata#subscriptions",
        ["value"] = new JsonArray([.. Active().Select(subscription => (JsonNode)subscription.Shown(hasState: false))]),
    });

    public GraphAnswer Get(GraphRequest request, string id) => GraphAnswer.Ok(Whole(request, Find(id), hasState: false));

    /// <summary>Renews, which reauthorizes too.</summary>
    public GraphAnswer Patch(GraphRequest request, string id)
    {
        var before = Find(id);
        var said = request.Json();
        GraphSchema.Current.Check(said, "subscription");
        if (said.Select(property => property.Key).FirstOrDefault(name => !name.Contains('@', StringComparison.Ordinal) && name is not ("expirationDateTime" or "notificationUrl")) is { } fixedProperty)
        {
            throw Invalid($"Property '{fixedProperty}' cannot be updated.");
        }

        var expires = said["expirationDateTime"] is null ? before.Expires : Expiry(said);
        var after = before with { Expires = expires, Challenge = ChallengeOf(expires), NotificationUrl = said["notificationUrl"]?.GetValue<string>() ?? before.NotificationUrl };
        Save(after);
        return GraphAnswer.Ok(Whole(request, after, hasState: false));
    }

    public GraphAnswer Reauthorize(string id)
    {
        Save(Find(id) with { Challenge = null });
        return GraphAnswer.NoContent;
    }

    public GraphAnswer Delete(string id)
    {
        Remove(Find(id));
        return GraphAnswer.NoContent;
    }

    public void Remove(Subscription subscription) => database.Execute("DELETE FROM graph_subscriptions WHERE id = $id", ("$id", subscription.Id));

    public Subscription? Known(string id) => database.Single(
        $"SELECT {Columns} FROM graph_subscriptions WHERE id = $id AND expires > $now", Read, ("$id", id), ("$now", store.Now.Stored()));

    Subscription Find(string id) => Known(id) ?? throw new GraphException(404, "ResourceNotFound", "The object was not found.");

    /// <summary>A week at most; what is shorter than three quarters of an hour is made that long.</summary>
    DateTimeOffset Expiry(JsonObject said)
    {
        var expires = Moments.Read(Required(said, "expirationDateTime"));
        if (expires <= store.Now)
        {
            throw Invalid("Subscription expiration must be a date in the future.");
        }

        if (expires > store.Now.AddMinutes(MostMinutes))
        {
            throw Invalid($"Subscription expiration can only be {MostMinutes} minutes in the future.");
        }

        var least = store.Now.AddMinutes(LeastMinutes);
        return expires < least ? least : expires;
    }

    DateTimeOffset ChallengeOf(DateTimeOffset expires)
    {
        var challenge = expires - options.ChallengeBefore;
        return challenge > store.Now ? challenge : store.Now + ((expires - store.Now) / 2);
    }

    string? FolderOf(string resource)
    {
        var match = ResourceForm().Match(resource);
        return !match.Success || !match.Groups["user"].Value.Equals(store.Mailbox, StringComparison.OrdinalIgnoreCase)
            ? throw Invalid($"The resource '{resource}' is not supported.")
            : match.Groups["folder"] is { Success: true, Value: var folder } ? GraphFolder.Find(store.Mailbox, folder).Name : null;
    }

    static string Url(string said, string name)
    {
        var isGood = Uri.TryCreate(said, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
        return isGood ? said : throw Invalid($"The value of '{name}' must be an HTTPS URL.");
    }

    static string Required(JsonObject said, string name)
        => said[name]?.GetValue<string>() is { Length: > 0 } value ? value : throw Invalid($"{name} is a required property for subscription creation.");

    static GraphException Invalid(string message) => GraphException.Invalid("InvalidRequest", message);

    static JsonObject Whole(GraphRequest request, Subscription subscription, bool hasState)
    {
        var shown = subscription.Shown(hasState);
        shown.Insert(0, "@odata.context", $"{request.Root}/$metadata#subscriptions/$entity");
        return shown;
    }

    void Save(Subscription subscription) => database.Execute(
        "UPDATE graph_subscriptions SET notification_url = $url, expires = $expires, challenge = $challenge WHERE id = $id",
        ("$id", subscription.Id),
        ("$url", subscription.NotificationUrl),
        ("$expires", subscription.Expires.Stored()),
        ("$challenge", subscription.Challenge?.Stored()));

    static (string Name, object? Value)[] Values(Subscription subscription) =>
    [
        ("$resource", subscription.Resource),
        ("$folder", subscription.Folder),
        ("$kinds", string.Join(',', subscription.ChangeTypes)),
        ("$url", subscription.NotificationUrl),
        ("$lifecycle", subscription.LifecycleUrl),
        ("$state", subscription.ClientState),
        ("$immutable", subscription.HasImmutableIds),
        ("$expires", subscription.Expires.Stored()),
        ("$challenge", subscription.Challenge?.Stored()),
    ];

    static Subscription Read(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Resource = row.GetString(1),
        Folder = row.IsDBNull(2) ? null : row.GetString(2),
        ChangeTypes = row.GetString(3).Split(','),
        NotificationUrl = row.GetString(4),
        LifecycleUrl = row.IsDBNull(5) ? null : row.GetString(5),
        ClientState = row.IsDBNull(6) ? null : row.GetString(6),
        HasImmutableIds = row.GetBoolean(7),
        Expires = Moments.Read(row.GetString(8)),
        Challenge = row.Moment(9),
    };

    [GeneratedRegex(@"^/?users/(?<user>[^/]+)(/mailFolders(\('(?<folder>[^']+)'\)|/(?<folder>[^/]+)))?/messages/?$", RegexOptions.IgnoreCase)]
    private static partial Regex ResourceForm();
}
