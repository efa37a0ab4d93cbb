// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

import {Datanet} from "./Datanet.sol";

/// @title DatanetFactory (poa/1 reference interface)
/// @notice Creates one Datanet contract per community dataset. The real contract's ABI is not public: this is the reference
/// that Headwater defines.
contract DatanetFactory {
    event DatanetCreated(
        uint256 indexed datanetId,
        address indexed owner,
        address datanet,
        string name,
        string category,
        string metadataUri,
        bool isPublic,
        uint256 fee
    );

    struct Description {
        string name;
        string category;
        string metadataUri;
        bool isPublic;
        uint256 fee;
    }

    uint256 public datanetCount;
    mapping(uint256 datanetId => Datanet) public datanets;

    /// @notice Creates a Datanet owned by the caller. When `first` has rows it is submitted in the same transaction, so that the
    /// new contract speaks before anybody outside the transaction knows its address.
    function create(Description calldata description, Datanet.Submission calldata first)
        external
        payable
        returns (uint256 datanetId, Datanet datanet)
    {
        datanetId = ++datanetCount;
        datanet = new Datanet(datanetId, msg.sender, description.isPublic, description.fee, description.metadataUri);
        datanets[datanetId] = datanet;
        emit DatanetCreated(
            datanetId,
            msg.sender,
            address(datanet),
            description.name,
            description.category,
            description.metadataUri,
            description.isPublic,
            description.fee
        );
        if (first.rowCount > 0) {
            datanet.submitFor{value: msg.value}(msg.sender, first);
        } else {
            require(msg.value == 0, "no contribution to stake on");
        }
    }
}
