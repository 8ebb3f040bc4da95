namespace Assessment.Host.Sandbox.Graph;

/// <summary>Shows through Graph what lies in the shared message store: what people delivered, and what went out by another door.</summary>
sealed class Intake(GraphStore store, AttachmentStore attachments)
{
    long taken;
    long taking;

    /// <summary>True when there is a message that is not shown yet.</summary>
    public bool IsWaiting => store.Database.Count("SELECT COUNT(*) FROM messages WHERE sequence > $taken", ("$taken", taken)) > 0;

    /// <summary>Called inside a transaction.</summary>
    public void TakeNew()
    {
        var waiting = store.Database.All(
            "SELECT m.* FROM messages m LEFT JOIN graph_items i ON i.message = m.sequence WHERE m.sequence > $taken AND i.item IS NULL ORDER BY m.sequence",
            StoredMessage.Read,
            ("$taken", taken));
        foreach (var message in waiting)
        {
            Take(message);
        }

        taking = store.Database.Count("SELECT COALESCE(MAX(sequence), 0) FROM messages");
    }

    /// <summary>What was taken is taken for good. Called after the transaction.</summary>
    public void Keep() => taken = taking;

    void Take(StoredMessage message)
    {
        var mail = ReceivedMail.Read(message.Raw);
        var isReceived = message.Direction == "in";
        var content = mail.Content(message.At);
        content["isRead"] = !isReceived;
        var item = store.Add(new GraphItem
        {
            Number = 0,
            Folder = isReceived ? GraphFolder.Inbox : GraphFolder.SentItems,
            State = ItemState.Stored,
            Message = message.Sequence,
            InternetId = message.InternetId,
            Conversation = message.Conversation,
            Content = content,
            Created = message.At,
            Modified = message.At,
        });
        attachments.AddReceived(item, mail);
    }
}
