/* Takes one packet off the socket: all of it, however it arrives. */
static void client_read_callback(int fd, uint32_t events, void *user_data)
{
	struct client *client = user_data;
	uint8_t packet[5 + UINT16_MAX];
	size_t header, rest;

	if (recv(fd, packet, 4, MSG_WAITALL) != 4)
		goto gone;

	switch (packet[0]) {
	case HCI_COMMAND_PKT:
		header = 4;
		rest = packet[3];
		break;
	case HCI_ACLDATA_PKT:
		header = 5;
		if (recv(fd, packet + 4, 1, MSG_WAITALL) != 1)
			goto gone;
		rest = packet[3] | packet[4] << 8;
		break;
	default:
		fprintf(stderr, "This is no packet: type %u\n", packet[0]);
		goto gone;
	}

	if (rest > 0 && recv(fd, packet + header, rest, MSG_WAITALL) != rest)
		goto gone;
	if (client->btdev)
		btdev_receive_h4(client->btdev, packet, header + rest);
	return;

gone:
	mainloop_remove_fd(client->fd);
}
