using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assessment.Host.Sandbox.Graph;

/// <summary>Reads the body of a request; what is no JSON object is refused as Graph does.</summary>
static class GraphBody
{
    static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public static JsonObject Read(byte[] body)
    {
        if (body.Length == 0)
        {
            throw GraphException.BadRequest("Empty Payload. JSON content expected.");
        }

        try
        {
            return JsonNode.Parse(body, documentOptions: Options) as JsonObject ?? throw Unreadable();
        }
        catch (JsonException)
        {
            throw Unreadable();
        }
    }

    static GraphException Unreadable() => GraphException.BadRequest(
        "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");
}
