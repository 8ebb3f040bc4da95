using System.Text.Json.Nodes;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>Lists of messages: of the mailbox or of a folder, filtered, sorted and in pages.</summary>
sealed class MessageList(GraphStore store, MessageJson json, GraphSandboxOptions options)
{
    const int MostOnPage = 1000;

    /// <summary>What a filter can look at, whatever the caller wants to see.</summary>
    static readonly GraphShape Everything = new();

    public GraphAnswer Read(GraphRequest request, GraphFolder? folder)
    {
        var shape = GraphShape.Read(request, "message");
        var filter = request.Option("filter") is { } text ? MessageFilter.Parse(text, "message") : null;
        var order = MessageOrder.Parse(request.Option("orderby"), filter);
        var items = Candidates(folder, filter).Where(item => filter?.Holds(Whole(item)) != false).ToList();
        items.Sort((left, right) => order.Compare(left, right));

        var size = request.Number("top", request.MaxPageSize ?? options.PageSize, 1, MostOnPage);
        var skip = request.Number("skip", 0, 0, int.MaxValue);
        var page = items.Skip(skip).Take(size).Select(item => (JsonNode)json.Message(item, shape)).ToArray();
        var answer = new JsonObject { ["@odata.context"] = $"{request.Root}/$metadata#users('{Uri.EscapeDataString(store.Mailbox)}')/{(folder is null ? "" : $"mailFolders('{folder.Name}')/")}messages" };
        if (request.Option("count") == "true")
        {
            answer["@odata.count"] = items.Count;
        }

        answer["value"] = new JsonArray(page);
        if (items.Count > skip + size)
        {
            answer["@odata.nextLink"] = NextLink(request, skip + size);
        }

        return GraphAnswer.Ok(answer);
    }

    static string NextLink(GraphRequest request, int skip)
    {
        var query = request.Query.Where(option => option.Key != "skip").Select(option => $"${option.Key}={Uri.EscapeDataString(option.Value)}").Append($"$skip={skip}");
        return $"{request.Root}/{string.Join('/', request.Path.Select(Uri.EscapeDataString))}?{string.Join('&', query)}";
    }

    /// <summary>The message with its extended properties.</summary>
    JsonObject Whole(GraphItem item)
    {
        var whole = json.Message(item, Everything);
        var properties = store.Properties(item.Number).Select(property => (JsonNode)new JsonObject { ["id"] = property.Key, ["value"] = property.Value });
        whole["singleValueExtendedProperties"] = new JsonArray([.. properties]);
        return whole;
    }

    /// <summary>The items that an index finds for a filter, or all.</summary>
    IReadOnlyList<GraphItem> Candidates(GraphFolder? folder, MessageFilter? filter)
    {
        var (where, values) = folder is null
            ? ("state <> 'Sending'", new List<(string, object?)>())
            : ("folder = $folder AND state <> 'Sending'", [("$folder", folder.Name)]);
        foreach (var condition in filter?.Conditions ?? [])
        {
            switch (condition)
            {
                case MessageFilter.Compare { Path: "internetMessageId", Operator: "eq", Literal: { } id } when !values.Any(value => value.Item1 == "$internet"):
                    where += " AND internet_id = $internet";
                    values.Add(("$internet", id));
                    break;
                case MessageFilter.Any { Path: "singleValueExtendedProperties" } any when Property(any) is var (name, value) && !values.Any(value => value.Item1 == "$name"):
                    where += " AND item IN (SELECT item FROM graph_properties WHERE id = $name AND value = $value COLLATE NOCASE)";
                    values.Add(("$name", name));
                    values.Add(("$value", value));
                    break;
                default:
                    break;
            }
        }

        return store.Items(where, [.. values]);
    }

    static (string Name, string Value)? Property(MessageFilter.Any any)
    {
        var equal = any.Inner.Conditions.OfType<MessageFilter.Compare>().Where(condition => condition is { Operator: "eq", Literal: not null }).ToList();
        return (equal.FirstOrDefault(condition => condition.Path == "id"), equal.FirstOrDefault(condition => condition.Path == "value")) is ({ } name, { } value)
            ? (name.Literal!, value.Literal!)
            : null;
    }
}

/// <summary>$orderby: newest first where nothing is asked.</summary>
sealed record MessageOrder(string Path, bool IsDescending)
{
    static readonly string[] Known = ["receivedDateTime", "sentDateTime", "createdDateTime", "lastModifiedDateTime", "subject", "importance", "isRead", "conversationId", "from/emailAddress/address"];

    public static MessageOrder Parse(string? text, MessageFilter? filter)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return new MessageOrder("receivedDateTime", IsDescending: true);
        }

        var words = text.Split(',')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var path = Known.FirstOrDefault(known => known == words[0]) ?? throw GraphException.Uri($"Could not find a property named '{words[0]}' on type 'microsoft.graph.message'.");
        if (filter is not null && filter.Paths.First() != path)
        {
            // Exchange sorts a filtered list only by what it filters by first.
            throw GraphException.Invalid("InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }

        return new MessageOrder(path, words.Length > 1 && words[1].Equals("desc", StringComparison.OrdinalIgnoreCase));
    }

    public int Compare(GraphItem left, GraphItem right)
    {
        var order = string.CompareOrdinal(KeyOf(left), KeyOf(right));
        order = order == 0 ? left.Number.CompareTo(right.Number) : order;
        return IsDescending ? -order : order;
    }

    string KeyOf(GraphItem item) => Path switch
    {
        "createdDateTime" => item.Created.Stored(),
        "lastModifiedDateTime" => item.Modified.Stored(),
        "conversationId" => item.ConversationId,
        "receivedDateTime" or "sentDateTime" => item.Content[Path]?.GetValue<string>() ?? item.Created.Shown(),
        "from/emailAddress/address" => item.Content["from"]?["emailAddress"]?["address"]?.GetValue<string>() ?? "",
        _ => item.Content[Path]?.ToString() ?? "",
    };
}
