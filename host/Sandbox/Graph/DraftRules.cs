using System.Text.Json.Nodes;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>What a caller may set on a message, and when.</summary>
static class DraftRules
{
    const int MostHeaders = 5;

    /// <summary>What may be set as long as a message is a draft.</summary>
    static readonly string[] OfDrafts =
    [
        "subject", "body", "from", "sender", "toRecipients", "ccRecipients", "bccRecipients", "replyTo", "internetMessageId",
        "isDeliveryReceiptRequested", "isReadReceiptRequested",
    ];

    static readonly string[] Always = ["importance", "isRead", "categories", "flag", "inferenceClassification", "singleValueExtendedProperties", "multiValueExtendedProperties"];

    /// <summary>What Graph sets itself and takes from no caller, without a word.</summary>
    static readonly string[] Ignored =
    [
        "id", "changeKey", "createdDateTime", "lastModifiedDateTime", "parentFolderId", "isDraft", "bodyPreview", "hasAttachments", "webLink", "uniqueBody",
        "conversationId", "conversationIndex", "receivedDateTime", "sentDateTime",
    ];

    /// <summary>The content of a new draft.</summary>
    public static JsonObject Created(JsonObject said)
    {
        GraphSchema.Current.Check(said, "message");
        CheckHeaders(said["internetMessageHeaders"]);
        CheckProperties(said);
        var content = new JsonObject();
        foreach (var (name, value) in said)
        {
            if (OfDrafts.Contains(name) || Always.Contains(name) || name == "internetMessageHeaders")
            {
                content[name] = Plain(value);
            }
        }

        Complete(content);
        return content;
    }

    /// <summary>The content after a PATCH.</summary>
    public static JsonObject Patched(GraphItem item, JsonObject said)
    {
        GraphSchema.Current.Check(said, "message");
        CheckProperties(said);
        var content = item.Content.DeepClone().AsObject();
        foreach (var (name, value) in said)
        {
            if (name.Contains('@', StringComparison.Ordinal) || Ignored.Contains(name))
            {
                continue;
            }

            if (!Always.Contains(name) && !(item.IsDraft && OfDrafts.Contains(name)))
            {
                throw GraphException.Invalid("ErrorInvalidPropertySet", $"Set action is invalid for property '{name}'.");
            }

            content[name] = name == "singleValueExtendedProperties" ? Merged(content[name], value!.AsArray()) : Plain(value);
        }

        Complete(content);
        return content;
    }

    /// <summary>Extended properties are set one by one; those that are not named stay.</summary>
    static JsonArray Merged(JsonNode? before, JsonArray said)
    {
        var named = said.Select(property => property!["id"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        var kept = (before as JsonArray ?? []).Where(property => !named.Contains(property!["id"]!.GetValue<string>()));
        return new JsonArray([.. kept.Concat(said).Select(property => property!.DeepClone())]);
    }

    /// <summary>Recipients have a name, a body has a type and enums have their own case, as in what Graph gives back.</summary>
    static void Complete(JsonObject content)
    {
        foreach (var list in new[] { "toRecipients", "ccRecipients", "bccRecipients", "replyTo" })
        {
            if (content[list] is JsonArray recipients)
            {
                content[list] = new JsonArray([.. recipients.Select(Named)]);
            }
        }

        foreach (var single in new[] { "from", "sender" })
        {
            if (content[single] is { } recipient)
            {
                content[single] = Named(recipient);
            }
        }

        if (content["body"] is JsonObject body)
        {
            content["body"] = new JsonObject
            {
                ["contentType"] = body["contentType"]?.GetValue<string>().ToLowerInvariant() ?? "text",
                ["content"] = body["content"]?.GetValue<string>() ?? "",
            };
        }

        if (content["importance"]?.GetValue<string>() is { } importance)
        {
            content["importance"] = importance.ToLowerInvariant();
        }
    }

    static JsonNode Named(JsonNode? recipient)
        => Recipients.Of(recipient?["emailAddress"]?["name"]?.GetValue<string>(), recipient?["emailAddress"]?["address"]?.GetValue<string>() ?? "");

    static JsonNode? Plain(JsonNode? value)
    {
        var copy = value?.DeepClone();
        foreach (var element in copy is JsonArray array ? array.ToList() : [copy])
        {
            (element as JsonObject)?.Remove("@odata.type");
        }

        return copy;
    }

    static void CheckHeaders(JsonNode? headers)
    {
        var list = headers as JsonArray ?? [];
        if (list.Count > MostHeaders)
        {
            throw GraphException.Invalid("InvalidInternetMessageHeaderCollection", $"Maximum number of headers in one message should be less than or equal to {MostHeaders}.");
        }

        foreach (var name in list.Select(header => header!["name"]?.GetValue<string>() ?? ""))
        {
            if (!name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || !name.All(letter => letter is > ' ' and < '\u007f' and not ':'))
            {
                throw GraphException.Invalid("InvalidInternetMessageHeader", $"The internet message header name '{name}' should start with 'x-' or 'X-'.");
            }
        }
    }

    static void CheckProperties(JsonObject said)
    {
        foreach (var id in (said["singleValueExtendedProperties"] as JsonArray ?? []).Select(property => property!["id"]?.GetValue<string>() ?? ""))
        {
            if (!ExtendedProperty.IsId(id))
            {
                throw GraphException.Invalid("ErrorInvalidProperty", $"The extended property id '{id}' is not valid: it is written '{{type}} {{guid}} Name {{name}}', '{{type}} {{guid}} Id {{id}}' or '{{type}} {{tag}}'.");
            }
        }
    }
}

/// <summary>The ids of extended properties: a type, then a set and a name or number, or a tag.</summary>
static partial class ExtendedProperty
{
    public static bool IsId(string id) => Form().IsMatch(id);

    [System.Text.RegularExpressions.GeneratedRegex(
        @"^(String|Integer|Boolean|Short|Long|Double|SystemTime|Binary|CLSID)( \{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\} (Name .+|Id 0x[0-9A-Fa-f]{1,8})| 0x[0-9A-Fa-f]{1,8})$")]
    private static partial System.Text.RegularExpressions.Regex Form();
}
